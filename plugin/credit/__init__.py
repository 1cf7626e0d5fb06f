"""The pure engine of credit control: facts of one customer in, decisions out. Nothing is stored,
sent, read from a clock or left to chance here.

The glossary: every word of the house, defined once, with the classes that carry it.

Who and what
    customer: who buys on terms and owes (`Customer`); several linked ones are a family
        (`FamilyMember`).
    organisation: the business that sells, one connected tenant of the ledger.
    account: everything known of one customer on one day (`Account`).
    money: an exact amount in one currency (`Money`; `MixedCurrencies` where two meet). A rate is
        what the ledger itself used on a day (`Rate`).
    invoice: what was sold and is to be paid (`Invoice`, in an `InvoiceState`); it may fall due in
        parts (`Instalment`). Money or credit not tied to one is a `Credit` of a `CreditKind`.
    payment: money, or a write-off, applied to one invoice (`Payment`).
    write-off: a debt given up. Not money: it closes the chase and improves nothing.
    working day: a day on which the customer may be written to, by their `Calendar`
        (`NoWorkingDay` where it never opens).

    standing: what a customer is before the law (`Standing`): a `Kind` under a `Law`, a guess until
        a person confirms it. It bounds the last letter (`LastLetterRule` of a `LastLetter`) and
        what a customer may settle alone (`PlanBounds`, a `PlanRefusal` for each bound passed).

    segment: which kind of payer a customer is (`Segment`), found by a rule over their own record
        (`SegmentFound`, a `Mark` for each invoice) or chosen by a person; what stood before is
        `SegmentHeld`. It chooses the policy, and a customer under theirs is `Covered`.

    score: 0 to 100 (`Score`) from named parts with their points and numbers (`PaidOnTime`,
        `PaidLately`, `OldestDebt`, `PromisesKept`, `HistoryDepth`, `LimitUsed`), in a `ScoreBand`;
        found in a `View` of one account, from what each invoice `Counts`. What would change it:
        `PayWhatIsLate`, `OnTimeFromNow`, `ExposureDown`, `OneMoreLate`, `TimePasses`.

    order: what a customer wants to buy and the ledger does not know yet; the answer to it is
        `TakeIt`, `DepositFirst` or `AskTheOwner`, who says `AskBecause`.

    salesperson: who sells to a customer and may say no before a hard step (`VetoStep`), by the
        policy's `VetoRules`: each `VetoQuestion` opens a `VetoWindow` of two working days with a
        `VetoAnswer` or silence; an account's are its `SalesSay`, and a step that waits for them is
        `HeldBack`.

    credit request: somebody who is no customer yet asks to buy on terms (an `Application` with
        each `Referee`, who gives a `RefereeAnswer`), and it stands in a `RequestState` until it is
        `Granted` or not. Who they are (`Named`) is
        looked for in the books (a `Likeness` by each `SameBy`), the form of their numbers is read
        (`CheckedNumber` with its `NumberVerdict`), and a limit to begin with is offered
        (`StarterOffer`: `ByPolicy`, `AskedForLess`, `FitsBudget`, or `NoStarterLimit`,
        `NotWithinBudget`).

What is owed
    terms: how long after its issue an invoice may be paid (`Terms` of a `TermsKind`).
    due date: the last day on which it is paid in time.
    late: from the day after the due date on.
    month end: the books of one currency on a month's last day and the money of the month
        (`MonthEnd`), with the customers to look at (`StandsOut`) and what it should bring in
        (`Receipts`).
    ageing: open debt by days late (`AgeingProfile`), each share in a bucket: current, 1-30, 31-60,
        61-90, 90+.
    before leaving: what is asked of an invoice that can still be put right (`BeforeLeaving`), by
        what is known of its customer (`LeavingFacts`): `NoOrderNumber`, `OtherDueDate`,
        `LikelyTwice`, `UnusualAmount`, `OverTheLimit`. What a person let stand is `Fine`.
    debt: an open invoice or instalment as a day sees it (`Debt`).
    tolerance: what is too small to decide anything (`Tolerance`).
    opening debt: what was already late on the day of connection (`Opening`); silent until a person
        has said where it belongs (`Placement`).
    statement: a list of all that is open, or of what happened, without a demand; on a schedule
        (`Statements` of a `StatementKind`, on a `StatementDay`) it is `Planned` once a month, seen
        by a day as `StatementDue` and then a `ProposedStatement` or a `StatementWait`. A customer's
        own are `StatementTerms`: a `StatementWish`, and each `PastStatement` with its
        `StatementFate`; what stands on one is what is `Stated`.

How much may be owed
    exposure: what the customer could cost (`Exposure`), the sum of its parts (`ExposurePart`), each
        switched on or off (`ExposureSwitches`).
    credit limit: the exposure that a person allows; unset is not zero. One may be proposed
        (`LimitProposal`) with its reasons (`PaidWithinTerms`, `MonthlySales`, `StarterLimit`,
        `RoundedUp`, `AtMost`).
    suggested limit: a `LimitSuggestion` of a `SuggestionKind`, to accept, change or refuse, with
        its reasons (those of a proposal, `OnTimeInARow`, `Slipping`, `NotBelowOwed`, `ScoredAt`)
        and its `Consequence`; one refused is kept as a `RefusedSuggestion`.
    loss budget: what the owner allows the whole book to be expected to lose (`LossBudget`): each
        `AtRisk` at their limit, each raise `Wanted`, and what is `WithinBudget` or `HeldBack`. Of a
        `Book` everybody worth it is `Looked` at, for `Suggestions`; some rest, `RefusedBefore`.
    outcome: what became of a decision about credit ninety days later (`DecisionOutcome`), in one
        word its `Verdict`.
    headroom: what is left of the limit; utilisation: exposure in per cent of it (`LimitUse`; as
        the status judges it, `JudgedUse`).
    credit passport: what of their own credit a customer may see (`CreditPassport`), where the
        owner switched it on for their segment (`PassportSwitches`), with what would raise the
        limit (`OnTimeFirst`, `GoesOnPunctual`, `LargerPaidOnTime`, `MostByPolicy`).
    good-payer letter: a customer's record as facts that they may show others; a `GoodPayerRecord`,
        good for ninety days and approved each time by a person.
    credit status: open, watch or stop (`CreditStatus`); the one in force is `StatusHeld`, the one
        that should be is a `StatusDecision`, by the policy's `StatusThresholds`. Its reasons are
        `OverLimit`, `NearLimit`, `OldestOverdue`, `BrokenPromise`, `CannotCompare`; what clears it
        is `ExposureDownTo`, `PaymentOf`, `RateOf` or `APersonDecides`.
    credit flag: the status as written in the ledger, by contact groups (`GroupNames`).
    write-back: writing what was decided into the ledger.

What should be put in order
    tidy list: what a bookkeeper looks at each week, from the ledger's own facts (`TidyFacts`): a
        `TidyLine` of a `TidyKind` for each `UnusedCredit` (a `LooseCredit` and what it `Clears`),
        `SmallBalance` (`SmallBecause`), invoice `NotSent` or `OffTerms`, of every `OpenSale`; and
        for `Twins`, two contacts (`ContactCard`) that are likely one, by each `TwinSign`.
    tax relief: tax on a bad debt that may be reclaimed (`Relief` of a `LostSale`, in a
        `ReliefState`), where the seller's `TaxBasis` and country have a `ReliefRule`.
    doubtful debt: one that stood at the end of a financial year (`YearEndDebt`) and may not be
        paid, each with its reasons (`DoubtfulDebt`, a `Doubt` each).

How it is asked for
    dunning: asking for money in steps. courtesy: a friendly note before the due date, never
        required. ladder: the levels after it (`Rungs`), climbed by
        each invoice or by the account (`LadderOn`).
    level: one rung (`Level`): when (`After`), how (`Channel`), in which wording (`Tone`). The last
        may go out again (`Repeat`), and `Then` it ends.
    step: one level taken or proposed for one invoice (`Step`, in a `StepState`); a debt's steps
        give its `Place`, and that its `Next`. Where a new policy cannot say it (`LostPlace`), a
        person does (`Resumed`). A person may call one off ahead (`CalledOff`).
    reminder: a message that asks (`ProposedMessage`) with a `ProposedStep` for each debt that is
        `Reached`; those already sent are `PastMessage`, read as `ContactHistory`. `AskWhy` says
        why one waits for a person, `SenderName` who signs.
    channel: how a customer is reached (`Channel`); by what they can be (`Reach`), whether texts go
        at all (`Texting`) and how often a call is tried (`Calling`) bound it; what came of
        one is a `CallOutcome`. recipients: who of the customer's own record (`Listed`, with a
        person's `Choice`) gets a message, each `Addressed` in a `Role`; together `Recipients`.
        From some level on more people are told and somebody else may sign (`Escalation`).
    pay run: the weekday (`WeeklyRun`) or day of the month (`MonthlyRun`) on which a customer
        usually pays; a reminder lands two working days before it.
    context note: what a person knows of a customer beside the ledger, from a day to a day
        (`ContextNote`): slow months (`Season`), one who signs alone (`SinglePayer`), or a pay run.
    promise to pay: an amount by a day (`Promise`, from a `PromiseSource`); what became of it is a
        `PromiseOutcome` in a `PromiseState`; all of an account's are its `PromiseBook`, and
        how many were kept its `Reliability`.
    dispute: the part of an invoice that the customer contests (`Dispute`), for a `DisputeReason`;
        only that part is silent, until a person decides (`DisputeOutcome`).
    mail: what a customer wrote. By `MailRules` whoever on file asks for a copy of an invoice gets
        it; a remittance advice in it (`Remittance`) says what was paid of which `OpenInvoice`, a
        `RemittanceLine` each, and an `OtherLine` for what names none: a person allocates
    kind word: what a customer hears beside what they owe (`KindWord`): thanks, a welcome, an
        apology for a `Crossing`; drafted as a `ProposedKindWord` from `KindFacts`, rationed by
        `KindWordRules`, about one thing once (`PastKindWord`). A limit that punctuality earned
        (`RaisedForLoyalty`) is told with thanks; so is a milestone, and the happy may be asked for
        a recommendation, by what is known of their `Bond`.
    check-in: a call without a reason of money (`CheckIn`), for key accounts by `CheckInRules`;
        what there is to talk about are `TalkingPoints`. A quarter with one customer is its
        `QuarterFigures`: `QuarterMoney` by currency, each `MonthOfTrade`.
    incoming: a payment that a provider sees on its way or received (`Incoming` in an
        `IncomingState`) and the ledger does not show yet: silence for as long as `IncomingRules`
        say, then a person is asked. How sure it is what it pays is its `Match`; an invoice is
        `Nameable` by number, reference or the address where it is paid.
    answer: what a customer says on their own page (`Answer`): paid, a day, instalments, or that
        something is wrong; within the owner's `AnswerRules` it stands at once, and each bound that
        it passes is a `Beyond`. A promise is offered for an `OfferedDay`; that something was paid
        is `Answered`.
    talk: other terms that the business and its customer offer each other (`Talk` of `Offer`s, in
        a `TalkState`), each `Side` in its turn; a move out of turn is `NotYours`, for a
        `TalkRefusal`.
    payment plan: instalments agreed later (`Plan` of `PlanPart`s over what `PlanCover` names),
        each chased by itself: proposed `Every` so often within the owner's `PlanRules`, read on a
        day as `PlanStanding` with a `PlanShare` for each invoice, judged as `PlanOutcome` with a
        `PartOutcome` in a `PartState` for each instalment.
    feedback: how it went, by the customer's own tap once a `ClosedCase` lies behind them, asked as
        seldom as `FeedbackRules` say; each answer is `Scored`, a month's are a `MonthScore` with a
        `MeanScore` for the chased and for the others.
    retention: a part of an invoice that is not due before a later day (`Retention`). Which part a
        step is about is a `NamedPart`.
    hold: a reason for silence with an end (`Hold` of a `HoldKind`, gathered as `Silences`); what
        each kind brings with it is its `SilenceRule`. What does not go today is a `Wait` of a
        `WaitKind` or of a kind of hold.

    hand-off: giving debts to an agency or a solicitor. Before it a `HandOffLook` finds each
        `Barrier` that somebody removes first, and each `Caution` that is told with it, as a
        `HandOffFinding`.
    interest: what late money earns by contract or law (`Contractual`,
        `UkStatutory` or `EuStatutory`), in pieces of one balance and rate (`InterestPiece`), with
        the fixed compensation an `InterestClaim`. Its `ReferenceRate` is that of a `Reference` for
        a half-year, known with some `Sureness`; where none is known it is refused (`RateMissing`).
        By which of these is a `Regime`, of the policy (`ChargeTerms`) or `Agreed` with a customer;
        what a debt has earned is `Accrued`, or why nothing is (`NotCharged`, `WhyNot`), from its
        `ChargeFacts`. Once a person says so it is a `Claim`, in a `ClaimState`.

Who decides
    policy: every number that a decision depends on (`CreditPolicy`, several as a `PolicySet`): how
        much goes by itself (`Mode`), how often (`ContactLimits`), and whether the rules of the
        house stand around the ladder (`Guards`). A wrong one is refused (`PolicyComplaints`, each
        a `Complaint` about an element of a `Table`).
    review: everything that should now be true of one customer (`Review`), gathered as `Findings`
        from what is known `Today`.
    worklist: what needs a person, each a `Task` of a `TaskKind`.

Figures
    the past: one customer's documents (`PastInvoice`, `PastCredit`) and what covered them (`Cover`
        of a `CoverKind`), as a `Past`; beside it what we did (`Happened`). The policy time machine
        walks it run by run (`Run`; `RunsBackwards` where a date does not rise), and sums up what a
        policy would have done (`Tried`, `Annoyed`, `Stopped`).
    the dated ledger: all of an organisation's sales documents by their own dates, so that any day
        can be asked (`LedgerPast` of `DatedInvoice`, `DatedCredit` and `DatedCustomer`).
    measure: a plain sum over documents as of a day (`Measure`), for each customer and currency
        (`SumsKey`); together they are `Sums`, and all that a day's figures need is its `Position`.
    figure: a published formula over such sums (`Kpi` of `Term`s, counted in a `Unit`).
    effort: what collecting took and what promises were worth (`Effort`, with the `TouchCosts` of
        the owner's own say, over each `PromiseMade`).
    the days ahead: each customer (`Ahead`) and what goes to them if nobody pays (`Coming`,
        `ComingStatement`).
    DSO: days sales outstanding, open debt over sales times days (`Figure`, or `NotAvailable`).
    trial: a policy tried on one of each pair of similar customers (`Candidate`, each with a
        `TrialPlace` by its `TrialDates`; how alike the sides are is a `Balance`). What fell due
        (`FellDue`) gives each `Side` its `Lateness` before and after, each pair its effect
        (`PairSeen`), and all of them a `TrialResult`: a `Range` of days and of money, and a
        `Verdict` whether that can be told yet.
    forecast: when an invoice will be paid (`Forecast`), a range of days and the chance of lateness,
        by a published rule over each invoice `Settled` by money: the customer's `Habit`, judged
        beside what is `Usual` in a `Picture` of the organisation, as `Chances`; on the days of
        their pay run (`Snap`). Who forecasts on any day is a `Forecaster`; each invoice `Issued`
        and then `Held` against what came gives the `Scores`.
    outlook: what is still `Owing` in its parts, each `Expected` by a day, once what was `Promised`
        and all that `Moves` it is taken in. A `Week` has its low, likely and high receipts
        (`WeeksAhead`), held against what came as `WeeksHeld`. What is missing on a day is a
        `CashGap`, and each `Chase` that would close it is judged by what messages `Asked` for and
        their `Answers`.
    before and after: days late of the same customers around the day of a change (`BeforeAfter`),
        for its monthly review; no proof of a cause.
    hindsight: what a flag by some `FlagRule` and bound (`Flagging`) would have done (`Hindsight`),
        on each day by what each `CustomerPast` told by then, with each `PromiseSeen`; every
        write-off is a `LossSeen`.
    buying again: whether a `Buyer` comes back, chased or not: a `RepeatRate` of each
        (`BuyingAgain`).
    pattern: invoices (`Sold`) grouped by a `Trait`; how a `PatternGroup` stands against the others
        is a `GroupStanding`, noise among them.
    signal: what a customer's own past (`Settled`) says early: a `Drift` of a good payer, a
        `RunMismatch` of terms and pay run, and who is `SafeToSell` more to.
    on-time record: how many of the last invoices were paid in time (`OnTimeRecord`).
"""
