//! What makes sense to be asked now.

use super::{Phase, Session, State};

impl State {
    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        match word {
            "request_mediation" => self.registered && !self.closed && matches!(self.phase, Phase::None | Phase::Agreed),
            "refuse_mediation" => matches!(self.phase, Phase::Open | Phase::Stopped),
            "terminate_mediation" => self.phase != Phase::None,
            "certify_mediation" => self.ended.is_some(),
            _ => self.offers_meeting(word) || self.offers_agreement(word),
        }
    }

    fn offers_meeting(&self, word: &str) -> bool {
        let open = self.phase == Phase::Open;
        let mediated = open && self.mediator.is_some();
        let to_hold = |session: &Session| session.held.is_none() && session.lapsed_at.is_none();
        match word {
            "consent" | "contact_respondent" | "choose_mediator" | "appoint_mediator" | "screen_violence"
            | "extend_mediation" => open,
            "disclose_conflict"
            | "make_proposal"
            | "make_concession"
            | "record_undisputed_facts"
            | "commission_appraisal" => mediated,
            "schedule_session" => mediated && !self.suspected,
            "request_recusal" => mediated && !self.recusal_asked,
            "decide_recusal" => mediated && self.recusal_asked,
            "hold_session" | "adjourn_session" => self.sessions.iter().any(to_hold),
            "correct_session" => self.sessions.iter().any(|session| session.held.is_some()),
            "receive_appraisal" | "abandon_appraisal" => self.awaited().next().is_some(),
            "suspect_false_mediation" => mediated && !self.suspected,
            "decide_false_mediation" => self.suspected,
            _ => false,
        }
    }

    fn offers_agreement(&self, word: &str) -> bool {
        let agreed = !self.agreements.binding.is_empty();
        let mediated = self.phase == Phase::Open && self.mediator.is_some() && !self.suspected;
        match word {
            "sign_agreement" => mediated,
            "draw_up_agreement" => mediated || (agreed && self.mediator.is_some()),
            "give_signature" => !self.agreements.drafts.is_empty() && !self.suspected,
            "record_performance" | "remind_performance" => self.agreements.parts().any(|part| part.performed.is_none()),
            "correct_performance" => self.agreements.parts().any(|part| part.performed.is_some()),
            "report_breach" | "schedule_return_visit" | "make_return_visit" => agreed,
            _ => false,
        }
    }
}
