# Closed lists. Ids are list-item, as the timeline stores them.

case_kind-dispute = Dispute
case_kind-petition = Petition
case_kind-suggestion = Suggestion
case_kind-relief = Plea for relief
case_kind-proxy = Run by a proxy

channel-window = Window
channel-phone = Telephone
channel-letter = Letter
channel-online = Online
channel-grid = Grid worker
channel-referral = Turned over by a body
channel-system = System

party_role-applicant = Applicant
party_role-respondent = Respondent
party_role-third_party = Third party

party_kind-person = Person
party_kind-organisation = Organisation

classification-internal = Internal
classification-mediation = Mediation content
classification-sensitive = Sensitive

visit_purpose-enquiry = To ask
visit_purpose-register = To register a matter
visit_purpose-submit = To bring papers
visit_purpose-session = To sit in a session
visit_purpose-pick_up = To fetch a paper

route-mediation = Mediation
route-petition = Petition procedure
route-litigation = Suit
route-arbitration = Arbitration
route-reconsideration = Administrative reconsideration
route-legal_services = Public legal services
route-public_security = Police
route-other = Other

return_ground-not_competent = Not within its competence
return_ground-already_handled = Another body is already on it
return_ground-incomplete = Papers are missing
return_ground-conflict_of_interest = Conflict of interest

outcome-settled = Agreement reached
outcome-settled_privately = Settled privately
outcome-withdrawn = Withdrawn
outcome-to_court = Went to court
outcome-to_other_procedure = Went to another procedure
outcome-explained = Answered and explained
outcome-merged = Merged into another case

risk_level-red = Red: reported at once
risk_level-orange = Orange: the same day
risk_level-yellow = Yellow: watched on the spot

risk_factor-violence = Violence, or a threat of it
risk_factor-danger_to_life = Danger to life or health
risk_factor-vulnerable = A minor, or somebody who needs care
risk_factor-livelihood = A basic living depends on it
risk_factor-many_people = Many with the same claim
risk_factor-large_sum = A large sum
risk_factor-period_ending = A period is about to end
risk_factor-perishing_evidence = What is disputed may be lost
risk_factor-tried_before = Tried before and failed

area_level-village = Village
area_level-town = Town
area_level-county = County

assignment_reason-competence = Within its competence
assignment_reason-lead_determined = Has the lead
assignment_reason-delegated_down = Delegated down
assignment_reason-escalated = Escalated

objection_answer-upheld = Upheld
objection_answer-overruled = Overruled

competence_step-agreed = Agreed
competence_step-superior = Common superior
competence_step-conference = Joint conference

mediation_kind-peoples = People’s mediation
mediation_kind-administrative = Administrative mediation
mediation_kind-judicial = Delegated by a court
mediation_kind-industry = Trade body
mediation_kind-lawyer = Lawyers
mediation_kind-labour = Labour
mediation_kind-medical = Medical
mediation_kind-traffic = Road traffic
mediation_kind-commercial = Commercial

session_form-on_site = Face to face
session_form-video = Video
session_form-phone = Telephone
session_form-written = In writing

recusal_ground-kin = Near kin of a party or its agent
recusal_ground-stake = A stake in the dispute
recusal_ground-other_relation = Another relation that may affect neutrality

session_setting-joint = Together
session_setting-separate = Apart

violence_finding-absent = None found
violence_finding-suspected = Signs of it
violence_finding-present = Present

signer-party = Party
signer-mediator = Mediator
signer-committee = Committee

signature_manner-signature = By name
signature_manner-seal = With a seal
signature_manner-fingerprint = With a fingerprint

visit_reason-routine = As planned
visit_reason-overdue = Something is overdue
visit_reason-asked = A party asked for it
visit_reason-new_signs = Signs of a new dispute

qualification-peoples_mediator = People’s mediator
qualification-lawyer = Lawyer
qualification-arbitrator = Arbitrator
qualification-retired_jurist = Retired jurist
qualification-official = Official
qualification-expert = Expert of the trade

language-mandarin = Mandarin
language-wu = Wu
language-min = Min
language-hakka = Hakka
language-yue = Cantonese
language-sign = Sign language
language-english = English

strike_off_ground-partial = Favoured one side
strike_off_ground-insulting = Insulted a party
strike_off_ground-took_favours = Took money or goods
strike_off_ground-betrayed_secret = Betrayed a secret
strike_off_ground-own_request = Asked to leave

agreement_form-written = Written
agreement_form-oral = Oral

termination_reason-agreed = Agreement reached
termination_reason-settled_and_withdrawn = Settled and withdrawn
termination_reason-unreachable = One side cannot be reached
termination_reason-refused = One side refuses
termination_reason-too_far_apart = Too far apart
termination_reason-period_over = Period is over
termination_reason-refused_to_sign = One side will not sign
termination_reason-other = Other

remedy-litigation = Sue
remedy-arbitration = Apply for arbitration
remedy-reconsideration = Apply for reconsideration
remedy-legal_aid = Ask for legal aid
remedy-judicial_confirmation = Ask for judicial confirmation

package_item-parties = Parties
package_item-claim = Claim
package_item-facts = Facts and reasons
package_item-service_addresses = Addresses for service
package_item-undisputed_facts = Undisputed facts
package_item-mediation_report = Mediation report
package_item-agreement = Agreement
package_item-evidence = List of evidence
package_item-joint_application = Joint application

hand_off_purpose-filing = Docketing
hand_off_purpose-confirmation = Judicial confirmation

rejection_ground-incomplete = Papers are missing
rejection_ground-wrong_court = Another court is competent
rejection_ground-not_justiciable = Not a matter for courts
rejection_ground-duplicate = Already before it

court_outcome-judgment = Judgment
court_outcome-settled_in_court = Settled in court
court_outcome-withdrawn = Withdrawn
court_outcome-dismissed = Dismissed
court_outcome-confirmed = Confirmed
court_outcome-not_confirmed = Not confirmed

delegation_stage-pre_filing = Before docketing
delegation_stage-ordinary = After docketing, ordinary procedure
delegation_stage-simplified = After docketing, simplified procedure

confirmation_bar-not_justiciable = Not a matter for courts
confirmation_bar-not_this_court = Another court is competent
confirmation_bar-identity_relation = Declares or ends a relation of status
confirmation_bar-special_procedure = A matter of another special procedure
confirmation_bar-ownership_confirmation = Declares ownership or intellectual property

confirmation_denial-illegal = Breaks a mandatory rule of law
confirmation_denial-harms_others = Harms the state, the public or others
confirmation_denial-public_order = Against public order and good morals
confirmation_denial-not_voluntary = Not made freely
confirmation_denial-unclear = What it says is not clear
confirmation_denial-other = Anything else

court_link-delegated = It delegated the matter
court_link-domicile = A party lives there
court_link-object = What the dispute is about lies there
court_link-mediation_body = The mediation body sits there
court_link-intermediate = A matter for the intermediate court

procedure-arbitration = Arbitration
procedure-reconsideration = Administrative reconsideration
procedure-adjudication = Administrative adjudication
procedure-legal_aid = Legal aid
procedure-notary = Notary
procedure-payment_order = Payment order
procedure-enforcement = Enforcement

referral_outcome-awarded = Award or adjudication
referral_outcome-settled_there = Settled there
referral_outcome-upheld = The act stands
referral_outcome-overturned = The act was overturned
referral_outcome-ordered_to_act = Ordered to act
referral_outcome-dismissed = Dismissed
referral_outcome-withdrawn = Withdrawn
referral_outcome-granted = Granted
referral_outcome-not_granted = Not granted
referral_outcome-objected_to = The debtor objected
referral_outcome-enforced = Enforced
referral_outcome-nothing_left = Nothing more could be got

warning-arbitration_first = The law wants arbitration before a suit
warning-reconsideration_first = The law wants reconsideration before a suit
warning-periods_keep_running = The periods for other remedies keep running
warning-period_over = The period for this has passed
warning-not_confirmable = The law bars this agreement from confirmation
warning-no_agreement = There is no agreement to rest on
warning-no_title = There is nothing that could be enforced
warning-unusual_for_type = Unusual for disputes of this type

role-window_clerk = Window clerk
role-triage_officer = Triage officer
role-department_handler = Department handler
role-mediator = Mediator
role-court_liaison = Court liaison
role-supervisor = Supervisor
role-leader = Leader
role-auditor = Auditor
role-system_administrator = System administrator
role-security_administrator = Security administrator
role-audit_administrator = Audit administrator
role-key_custodian = Key custodian
role-overseer = External overseer
role-system = System

age_band-child = Under 14
age_band-minor = 14 to 17
age_band-adult = 18 to 59
age_band-elderly = 60 and over

identity_kind-resident_card = Resident identity card
identity_kind-household_register = Household register
identity_kind-hong_kong_macao_permit = Permit of a resident of Hong Kong or Macao
identity_kind-taiwan_permit = Permit of a resident of Taiwan
identity_kind-residence_permit = Permanent residence permit of a foreigner
identity_kind-passport = Passport
identity_kind-other_paper = Another paper

number_check-plausible = Plausible
number_check-wrong_form = Wrong form
number_check-wrong_date = Wrong day of birth
number_check-wrong_check_digit = Wrong check digit
number_check-unchecked = Cannot be checked

verification_manner-original_seen = The original was seen
verification_manner-copy_seen = A copy was seen
verification_manner-online = By an official service online
verification_manner-vouched_for = Somebody who is known vouched for it

contact_manner-phone = By a call
contact_manner-letter = By letter
contact_manner-text_message = By a text message
contact_manner-in_person = In person
contact_manner-through_agent = Through its agent or guardian

guardian_kind-parent = A parent
guardian_kind-other_relative = Another relative
guardian_kind-willing = Another person or organisation that is willing
guardian_kind-welfare_body = The civil affairs department, or the residents' or villagers' committee

agent_kind-attorney = A lawyer
agent_kind-legal_worker = A grass-roots legal worker
agent_kind-relative = A near relative
agent_kind-staff = A member of its staff
agent_kind-recommended = A citizen its neighbourhood, unit or social body recommends

agent_scope-general = Speaks and hands in
agent_scope-special = May also concede, settle and withdraw

read_back-aloud = Read aloud to the person
read_back-by_person = Read by the person
read_back-interpreter = Read back through an interpreter

notice_kind-registration = Registration, and the way it goes
notice_kind-rights = Rights and duties
notice_kind-personal_information = Use of personal information
notice_kind-missing_materials = Missing papers
notice_kind-joined = Two matters taken as one
notice_kind-other = Another notice

service_manner-handed = Handed over
service_manner-post = By post
service_manner-electronic = Electronically, to an address the party named
service_manner-left = Left at its home before witnesses
service_manner-read_out = Read out and noted

consent_purpose-handling = Working with sensitive information
consent_purpose-sharing = Telling another body
consent_purpose-recording = Recording sound or picture
consent_purpose-evaluation = Being asked how it was served
sharing_basis-request = The person asks for it
sharing_basis-law = The law wants it told
sharing_basis-consent = The person agreed
sharing_basis-duty = Statutory duty to handle the matter
sharing_basis-not_noted = Passed on before the ground was noted

passed_by-assignment = Asked to take the case
passed_by-help = Asked to help
passed_by-subscription = Told what happens, without names or numbers
passed_by-hand_off = Package to a court
passed_by-referral = Referral to another procedure
passed_by-report = Report on a delegated mediation
passed_by-warning = Report of a danger

consent_form-written = In writing
consent_form-spoken = By word of mouth
consent_form-electronic = By a click

material_kind-application = Application
material_kind-letter = Letter, with its envelope
material_kind-identity = Proof of identity
material_kind-authorization = Power of attorney
material_kind-contract = Contract or note of debt
material_kind-payment = Proof of payment
material_kind-medical_record = Medical record
material_kind-photograph = Photograph
material_kind-recording = Recording of sound or picture
material_kind-appraisal = Appraisal
material_kind-official = Paper of a court, department or mediation body
material_kind-signed = Signed paper, scanned back
material_kind-other = Another paper

media_type-pdf = PDF
media_type-jpeg = JPEG
media_type-png = PNG
media_type-tiff = TIFF
media_type-webp = WebP
media_type-text = Plain text
media_type-mp3 = MP3 sound
media_type-mp4 = MP4 picture and sound

direction-incoming = To the center
direction-outgoing = From the center

duplicate_reason-same_area = Same place
duplicate_reason-same_kind = Same kind
duplicate_reason-same_party = Same party
duplicate_reason-similar_claim = Nearly the same claim
duplicate_reason-same_amount = Same amount
duplicate_reason-seen_by_person = Seen by a person

urgent_risk-violence = Violence
urgent_risk-domestic_violence = Violence within a family
urgent_risk-suicide = Hints of suicide
urgent_risk-minor_at_risk = A minor is in danger
urgent_risk-possible_crime = Possible breach of public security, or crime
urgent_risk-major_impact = May grow into something major
residency-resident = Resident
residency-rotating = In turn
residency-on_call = On call
transport-nats = Message broker
transport-webhook = Webhook
transport-sse = Open line (SSE)
starting_point-beginning = From the beginning
starting_point-now = From now on
starting_point-sequence = From a number
halt_ground-maintenance = Maintenance
halt_ground-fault = Receiver faulty
halt_ground-gone = Receiver gone (410)
halt_ground-not_needed = Not needed any more
halt_ground-misuse = Misuse
discard_ground-handled_otherwise = Handled otherwise
discard_ground-not_processable = Cannot be processed
discard_ground-superseded = Superseded by a later message

erasure_ground-purpose_ended = What it was kept for is over
erasure_ground-consent_withdrawn = Consent taken back
erasure_ground-unlawful = Gathered against the law
erasure_ground-other_law = Another law asks for it
erasure_ground-appraised = Appraised by the archive

erasure_rejection-not_the_person = Whoever asked is not the person
erasure_rejection-duty_to_keep = A law says that it is kept
erasure_rejection-not_this_case = It does not concern this case

hold_ground-litigation = A suit is pending or to be expected
hold_ground-accountability = Somebody answers for how it was handled
hold_ground-inspection = Auditors or inspectors look at it
hold_ground-appraisal = The archive has not appraised it

danger_ground-suicide = Somebody threatens to take their own life
danger_ground-violence = Somebody threatens somebody else
danger_ground-defenceless = A minor or somebody defenceless is in danger
danger_ground-missing = Somebody is missing

look_basis-challenge = Let itself in
look_basis-invitation = Invited to help
look_basis-grant = Let in by a supervisor
look_basis-broken_glass = Broke the glass

secrecy-normal = Normal: whoever has to do with it
secrecy-sensitive = Sensitive: whoever works on it
secrecy-sealed = Sealed: whoever is named

secrecy_ground-minor = A minor is concerned
secrecy_ground-domestic_violence = Domestic violence
secrecy_ground-health = Health
secrecy_ground-intimate = A sexual or intimate matter
secrecy_ground-retaliation = Whoever told might suffer for it
secrecy_ground-official_concerned = An office of the county is concerned

reach-every = every case
reach-involved = cases the department holds, held, was asked to take or was handed
reach-asked = cases the department holds or is asked to take
reach-near = cases one mediates, or the department holds or is asked to take
reach-own = cases one mediates, or the department holds
reach-held = cases the department holds
reach-sampled = cases drawn by lot for oversight
reach-none = none

signal-reveals = Masks lifted within an hour
signal-challenges = Let itself into cases
signal-unrelated = Cases it does not work on
signal-same_person = Cases of one person
signal-night = Cases at night
signal-denied = Denied, or not there

look_reason-serving_party = A party is at the counter or on the telephone
look_reason-reaching_party = A party has to be reached
look_reason-handling_matter = The matter is worked on
look_reason-checking_duplicate = Whether two cases are one
look_reason-supervising = Watching over how it is handled
look_reason-answering_complaint = Somebody complained of how it is handled
look_reason-auditing = An audit
look_reason-danger_to_life = Somebody's life is in danger
access_extent-names = Whom and what it is about
access_extent-full = Everything

field_class-open = Codes, days, offices
field_class-internal = Names and what was told
field_class-sensitive = Numbers, telephones, addresses
field_class-mediation = Said in the mediation room
field_class-accusation = Accusations

mask-full = In full
mask-partial = Names in full, numbers by their ends, addresses to the township
mask-initial = Family names
mask-pseudonym = Pseudonyms
mask-closed = Nothing

relation-assigned = It mediates, or its department has the case
relation-own = It recorded something on it
relation-involved = Its department has to do with it
relation-none = Nothing
evaluation_place-center = At the center
evaluation_place-later = Later
follow_up_result-explained = Explained
follow_up_result-remedied = Put right
follow_up_result-reopening_asked = Asks for reopening
follow_up_result-still_dissatisfied = Still dissatisfied
follow_up_result-unreachable = Could not be reached
accuser_standing-named = By name
accuser_standing-confidential = In confidence
accuser_standing-anonymous = Anonymously
accusation_ground-not_competent = Not competent
accusation_ground-no_concrete_facts = No concrete facts
accusation_ground-already_handled = Looked into already
accusation_ground-no_accusation = A dispute, not an accusation
accusation_outcome-substantiated = Substantiated
accusation_outcome-partly_substantiated = Partly substantiated
accusation_outcome-unsubstantiated = Unsubstantiated
accusation_outcome-not_accepted = Not accepted
accusation_outcome-withdrawn = Withdrawn
classification-evaluation = Evaluation
classification-accusation = Accusation
look_outcome-shown = Shown
look_outcome-denied = Denied
look_outcome-missing = Answered as not there
