"""Words that the name of a step or of an organisation may be made of (docs/adr/0023).

No national list of steps exists; the partnership agrees on its own (R-WAIT, section 13). A word that is not here could
be somebody's name. To agree on another one, add it.
"""

_LINKS = """
    a after again all an and at before by each first for from full in initial into joint last more new no not of on
    one or other per post pre same second single the third to two up via with within without
"""

_WHAT = """
    action additional adjustments advice adviser agreed agreement allocated allocation appointment approval assess
    assessed assessment assessments audiology background base booked booking call case cause checklist chronology
    clinical cognitive collected complete completed completion conference consent consultation contact data decision
    development developmental diagnosis diagnostic differential discharge discussion document documents evidence
    examination feedback file final finding findings follow followup form formulation functional general genetic
    group handover health hearing history home information input intake interview invitation issued learning letter
    letters line list medical medication meeting monitoring motor multi multidisciplinary need needs notes
    observation observations offer offered opinion order outcome outstanding pack panel paperwork part pathway
    physical plan planning play post pre preparation process profile progress provision questionnaire questionnaires
    received record records referral referrals report reports request requested response result results return
    returned review reviewed risk scale score scored scores scoring screen screening second section self sensory
    session shared short sight sign signed social specialist stage standardised step summary support test testing
    tests therapy tool tools transfer transition triage update vetting video view views virtual vision visit wait
    waiting workshop written
"""

_WHO = """
    academy adhd adult adults agency ambulance authority autism autistic behaviour behavioural board borough camhs
    care carer carers centre charity child children childrens class classroom clinic clinician college committee
    community consultant coordinator council county department dietetics dietitian disability district doctor duty
    early education educational ehcp external families family foster gateway gp gps group guardian guardians
    headteacher healthcare hospital hospitals hub inclusion infant infants inreach integrated intervention junior
    key language lead learning local mainstream manager mental midwife multi neurodevelopmental neurodiversity
    neurology nhs nurse nursery nursing occupational officer ophthalmology optometrist organisation orthoptics
    outreach paediatric paediatrician paediatricians paediatrics parent parental parents partner partners
    partnership pastoral people pharmacist pharmacy physician physio physiotherapist physiotherapy police practice
    practitioner preschool primary private professional professionals provider psychiatric psychiatrist psychiatry
    psychological psychologist psychologists psychology psychometric reception residential school schools secondary
    senco send service services setting sixth small social south speech staff student support surgery teacher
    teachers team teams therapist therapists trust tutor unit university voluntary ward worker workers young youth
    youths
"""

_WHERE = """
    bcp bournemouth christchurch dorchester dorset east england north poole portland purbeck south swanage wessex
    west weymouth wimborne
"""

WORDS: frozenset[str] = frozenset(f"{_LINKS} {_WHAT} {_WHO} {_WHERE} s".split())
"""Lower case; `s` is what an apostrophe leaves of a plural."""
