//! Who asks. As long as nobody logs in, a header names a member of staff of the demonstration county.

use std::collections::HashMap;
use std::sync::Arc;

use access::{Actor, Role};
use axum::http::{HeaderMap, HeaderValue, header};
use center::Center;
use timeline::WindowCode;

use crate::problem::{Problem, STAFF_UNKNOWN};

/// Names who asks, in a demonstration.
pub(crate) const STAFF: &str = "yidi-staff";

/// A member of staff, as the rule book knows it.
pub(crate) struct Staff {
    /// Who, for which department, in which role.
    pub(crate) actor: Actor,
    /// The window it sits at.
    pub(crate) window: Option<WindowCode>,
}

/// Everybody who works here, found by id. The rule book does not change while the server runs.
pub(crate) struct People {
    by_id: HashMap<String, Arc<Staff>>,
    first: Arc<Staff>,
}

impl People {
    /// The staff of this center. Whoever the rule book gives a role that access does not know can do nothing and is
    /// left out.
    pub(crate) fn of(center: &Center) -> Self {
        let mut by_id = HashMap::new();
        let mut first = None;
        for staff in center.rulebook().staff_list() {
            let Some(role) = Role::from_name(staff.role.as_str()) else { continue };
            let actor = Actor { id: staff.id.clone(), department: staff.department.clone(), role };
            let known = Arc::new(Staff { actor, window: staff.window.clone() });
            if role == Role::WindowClerk && first.is_none() {
                first = Some(known.clone());
            }
            by_id.insert(staff.id.as_str().to_owned(), known);
        }
        let first = first.or_else(|| by_id.values().next().cloned());
        People { first: first.expect("the rule book of a center names staff"), by_id }
    }

    /// Who this request says it is; the first window clerk if it says nothing.
    pub(crate) fn of_request(&self, headers: &HeaderMap) -> Result<Arc<Staff>, Problem> {
        let Some(value) = headers.get(STAFF) else { return Ok(self.anybody()) };
        let known = value.to_str().ok().and_then(|id| self.by_id.get(id)).cloned();
        known.ok_or_else(|| {
            let challenge = HeaderValue::from_static("Yidi-Staff realm=\"demonstration\"");
            Problem::from(STAFF_UNKNOWN).header(header::WWW_AUTHENTICATE, challenge)
        })
    }

    /// Who asks where it makes no difference.
    pub(crate) fn anybody(&self) -> Arc<Staff> {
        self.first.clone()
    }
}
