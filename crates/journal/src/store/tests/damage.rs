//! What sled does to its files, and what may befall them: never a wrong answer.
