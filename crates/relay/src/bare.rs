//! Messages through the broker and nothing else: the limit a bench compares telling departments with. What passes is kept
//! by nobody.

use async_nats::{Client, Subject, Subscriber};
use futures_util::StreamExt as _;
use timeline::{Code, DepartmentCode};
use tokio::sync::Semaphore;

use crate::broker::{Access, BrokerError, WAITING_MAX, connect};
use crate::names::Names;

/// A way through the broker, from a department to the center: where it asks, and where the center listens.
pub struct Bare {
    department: DepartmentCode,
    from: Client,
    subject: Subject,
    to: Subscriber,
}

impl Bare {
    /// Opens one. Nobody else may listen there.
    ///
    /// # Errors
    /// The broker cannot be used by one of the two.
    pub async fn open(
        (from, to): (&Access, &Access),
        names: &Names,
        department: &DepartmentCode,
    ) -> Result<Self, BrokerError> {
        let (from, to) = (connect(from).await?, connect(to).await?);
        let word =
            |word: &str| Code::parse(word).map_err(|error| BrokerError::asked("name a subject", department, error));
        let subject: Subject = names.question(department, &word("bench")?, &word("pass")?).into();
        let to = to.subscribe(subject.clone()).await;
        let to = to.map_err(|error| BrokerError::asked("listen", department, error))?;
        Ok(Self { department: department.clone(), from, subject, to })
    }

    /// So many messages of this body go through, as many at once as whoever listens has room for: what finds none is dropped,
    /// and waited for for ever.
    ///
    /// # Errors
    /// The broker takes or gives no more.
    pub async fn pass(&mut self, body: &[u8], messages: usize) -> Result<(), BrokerError> {
        let Self { department, from, subject, to } = self;
        let room = Semaphore::new(WAITING_MAX);
        let sending = async {
            for _ in 0..messages {
                room.acquire().await.map_err(|error| BrokerError::asked("wait for room", department, error))?.forget();
                let sent = from.publish(subject.clone(), body.to_vec().into()).await;
                sent.map_err(|error| BrokerError::asked("take a message", department, error))?;
            }
            from.flush().await.map_err(|error| BrokerError::asked("take a message", department, error))
        };
        let taking = async {
            for _ in 0..messages {
                let came = to.next().await.ok_or("no messages come any more");
                came.map_err(|error| BrokerError::asked("hand a message over", department, error))?;
                room.add_permits(1);
            }
            Ok(())
        };
        tokio::try_join!(sending, taking)?;
        Ok(())
    }
}
