# What can be done: the names of the forms. Ids are act-command.

act-record_visit = Record a visit
act-register_case = Register a case
act-add_party = Add a party
act-classify_case = Classify the case
act-choose_route = Choose the route
act-assign_case = Assign to a department
act-receive_assignment = Receive (sign for it)
act-return_assignment = Hand back
act-close_case = Close the case
act-reopen_case = Reopen the case
act-request_mediation = Request or offer mediation
act-consent = Record consent to mediate
act-refuse_mediation = Record refusal to mediate
act-appoint_mediator = Appoint the mediator
act-schedule_session = Schedule a session
act-hold_session = Record a session
act-sign_agreement = Sign the agreement
act-terminate_mediation = Terminate the mediation
act-record_performance = Record performance
act-make_return_visit = Record a return visit
act-file_suit = A party goes to court
act-receive_delegation = Receive a delegation from the court
act-report_delegation = Report the delegation to the court
act-assemble_hand_off = Assemble a package for the court
act-send_hand_off = Send the package to the court
act-acknowledge_hand_off = The court has the package
act-reject_hand_off = The court sent the package back
act-record_filing = Record that the court docketed it
act-record_court_answer = Record the court’s result

desk-intake = Intake window
desk-triage = Triage
desk-mediation = Mediation
desk-litigation = Liaison with the court
