# The words of the console's pages.

brand = Yidi
brand-line = Dispute mediation center
demo-banner = Demonstration: every person and case is made up. Do not enter personal data of real people.
skip = Skip to the content
nav-label = Main pages
nav-desk = Desk
nav-intake = Register
nav-feed = Live
nav-board = Board
nav-views = Views
find-label = Find by case number
change-desk = Change desk
other-language = 中文
foot = Yidi · one place at most

help-title = Keyboard
help-find = Find by number
help-submit = Submit this form
help-close = Close

live-sending = Sending…
live-retrying = The network is down, trying again. Nothing you typed is lost.
live-unreachable = The server cannot be reached. Nothing is lost: check the network and submit again; it will not be done twice.
live-connecting = Connecting
live-open = Receiving live
live-lost = Connection lost, reconnecting; check the network or reload this page

choose-title = Choose your desk
choose-lead = The demonstration has no passwords: choose the member of staff you act as.

desk-title = Desk
desk-lead = { $department } · { $role }
desk-register = Register a case
desk-new = To receive
desk-new-hint = assigned to us, not signed for
desk-mine = In our hands
desk-mine-hint = we are answerable
desk-waiting = Waiting for others
desk-waiting-hint = assigned on, or at court
desk-nothing = None at present

intake-title = Register a case
intake-lead = In the order of the paper form, all by keyboard; Ctrl+Enter submits. Blank rows of parties are ignored.
intake-more = One more party
intake-visit = Only note a visit (enquiry, fetching a paper …)
form-more = One more
form-more-label = It happened earlier than now
form-yes = Yes
form-no = No

case-holder = Who has it now
case-changed = last change
case-asked = Asked, not yet received:
case-claim = Claim and basics
case-parties = Parties
case-timeline = Timeline
case-acts = What can be done
case-no-acts = There is nothing your role can do here now.
case-receipt = Receipt
case-closed = Closed: nobody holds it
case-waits-court = Waiting for { $court }
case-waits-appraisal = Waiting for an appraisal
recorded-later = recorded later,

state-registered = Registered
state-assigned = To be received
state-received = In hand
state-at_court = At court
state-elsewhere = With another body
state-at_appraisal = Waiting for an appraisal
state-closed = Closed
state-new = To receive
state-waiting = Waiting

receipt-title = Receipt of registration
receipt-print = Print
receipt-back = Back to the case
receipt-number = Case number
receipt-applicant = Applicant
receipt-kind = Kind of matter
receipt-registered = Registered at
receipt-claim = Claim
receipt-proves = This receipt proves that the claim above was handed in and registered at the time shown. Any window tells you where it stands by its number; no paper need be handed in twice.
receipt-warning = Please note: registration does not affect your right to sue. Statutory periods, such as those for reconsideration and administrative suits, keep running.
receipt-proof = Evidence:

feed-title = Live
feed-lead = Facts that { $department } receives, as they arrive.
feed-facts = Newly arrived
feed-empty = Facts that arrive while this page is open appear here.
feed-no-script = Receiving live needs scripts; the desk shows the same after a reload.

board-title = Center board
board-lead = Every figure is computed from the timeline.
board-table = Show the table
views-title = Views
views-lead = Lists computed from the timeline. A new view appears here by itself.
view-state = State
view-narrow = Narrow
view-next = Next page
view-empty = No rows.
view-total = { $total } in all
view-figures = Figures

column-case = Case
column-number = Number
column-kind = Kind
column-applicant = Applicant
column-since = Since
column-waits_for = Waits for
column-next = Next
column-count = Count

state-requested = Requested
state-appointed = Mediator appointed
state-scheduled = Scheduled
state-held = Held
state-assembled = Assembled
state-sent = Sent
state-acknowledged = With the court
state-filed = Docketed
state-no_visit = No visit
state-one_visit = One visit
state-one_place = One place
state-several_places = Several places
next-wait = Wait for the answer

column-holder = With
column-registered_at = Registered
column-consents = Consents
column-sessions_set = Sessions set
column-sessions_held = Sessions held
column-next_session = Next session
column-requested_at = Requested
column-visits = Visits
column-places = Places
column-registered = Registered
column-open = Open
column-closed = Closed
column-reopened = Reopened
column-returned = Handed back
column-mediations = Mediations
column-agreements = Agreements
column-new = To receive
column-received = In hand
column-waiting = Waiting
column-state = State

desk-court = Handed over to us
desk-court-hint = packages assembled or sent
column-type = Type of dispute
column-hand_off = Hand-off
column-missing = Papers missing
column-dimension = By
column-value = Value
column-cases = Cases

note-done = Done
note-refused = The rules say no
note-denied = Not allowed
note-conflict = The case has moved on
note-conflict-lead = Since you opened this page the facts below were recorded. What you typed is kept: check and submit again.
note-unreadable = Something typed cannot be read
note-unreadable-field = Please check “{ $field }”.
note-failed = This cannot be done at the moment
note-failed-lead = What you typed is kept. Submit again in a moment; it will not be done twice. Code { $code }.
note-repeated = The same request was sent with other contents
note-repeated-lead = Open the page again and submit from there.
note-missing = Not found
note-missing-lead = There is no case of this number, or you may not know of it. Check the number (like YD-2026-00123-7).
note-foreign = The request came from another site and was not carried out
note-foreign-lead = Please use this page itself.

state-open = In use
state-proposed = To be confirmed
state-staffed = Staffed
state-resident = Resident
state-rotating = In turn
state-on_call = On call
column-roles = Roles
column-totp = Device
column-tokens = Tokens
column-stands_in = Stands in
