//! How each stream stands at the broker, asked there: what an operator looks at when a department is silent.

use serde::Serialize;
use timeline::DepartmentCode;

use crate::broker::{Access, BrokerError, connect, keeping};
use crate::names::{Line, Names};

/// One department's stream.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Look {
    /// Whose.
    pub department: DepartmentCode,
    /// How many messages it holds.
    pub told: u64,
    /// Up to which number the department has taken them.
    pub taken: u64,
    /// How many it has still to take.
    pub lag: u64,
    /// How many were handed out more than once.
    pub again: u64,
    /// When it last took one.
    pub last_taken_at: Option<String>,
}

/// Looks at every department's stream; one that is not there yet is left out.
///
/// # Errors
/// The broker cannot be used.
pub async fn look(access: &Access, names: &Names, departments: &[DepartmentCode]) -> Result<Vec<Look>, BrokerError> {
    let context = keeping(connect(access).await?);
    let mut looks = Vec::new();
    for department in departments {
        let line = Line::of_department(department.clone());
        let Ok(stream) = context.get_stream(names.stream(&line)).await else { continue };
        let consumer = stream.consumer_info(Names::consumer(department)).await;
        let consumer = consumer.map_err(|error| BrokerError::asked("look at a consumer", department, error))?;
        let (told, taken) = (stream.cached_info().state.last_sequence, consumer.ack_floor.stream_sequence);
        looks.push(Look {
            department: department.clone(),
            told,
            taken,
            lag: told.saturating_sub(taken),
            again: consumer.num_redelivered as u64,
            last_taken_at: consumer.ack_floor.last_active.map(|at| at.to_string()),
        });
    }
    Ok(looks)
}
