"""Words that the name of a step or of an organisation may be made of (docs/adr/0023).

No national list of steps exists; the partnership agrees on its own (R-WAIT, section 13). A word that is not here could
be somebody's name. To agree on another one, add it.
"""

_LINKS = "a after again all an and at before by each first for from full in initial into joint last more new no not of"
_LINKS += " on one or other per pre post same second single the third to two up via with within without"

_WHAT = "action additional adjustments adviser advice agreed agreement allocation allocated appointment approval assess"
_WHAT += (
    " assessed assessment assessments audiology background base booked booking call case cause checklist chronology"
)
_WHAT += " clinical cognitive collected complete completed completion conference consent consultation contact data"
_WHAT += " decision development developmental diagnosis diagnostic differential discharge discussion document documents"
_WHAT += (
    " evidence examination feedback file final finding findings follow followup form formulation functional general"
)
_WHAT += " genetic group handover health hearing history home information input interview intake invitation issued"
_WHAT += " learning letter line list letters medical medication meeting monitoring motor multi multidisciplinary need"
_WHAT += (
    " needs notes observation observations offer offered opinion order outcome outstanding pack panel paperwork part"
)
_WHAT += " pathway physical plan planning play post pre preparation process profile progress provision questionnaire"
_WHAT += " questionnaires received record records referral referrals report reports request requested response result"
_WHAT += (
    " results return returned review reviewed risk scale score scored scoring scores screen screening second section"
)
_WHAT += (
    " self sensory session shared short sight sign signed social specialist stage standardised step summary support"
)
_WHAT += (
    " test testing tests therapy tool tools transfer transition triage update vetting video view views virtual vision"
)
_WHAT += " visit wait waiting workshop written"

_WHO = "academy adhd adult adults agency ambulance authority autism autistic behaviour behavioural board borough camhs"
_WHO += " care carer carers centre charity child children childrens class classroom clinic clinician college committee"
_WHO += (
    " community consultant coordinator council county department dietetics dietitian disability district doctor duty"
)
_WHO += " early education educational ehcp external families family foster gateway gp gps group guardian guardians"
_WHO += " headteacher healthcare hospital hospitals hub inclusion infant infants integrated intervention inreach junior"
_WHO += " key language lead learning local mainstream manager mental midwife multi neurodevelopmental neurodiversity"
_WHO += " neurology nhs nurse nursery nursing occupational officer ophthalmology optometrist organisation orthoptics"
_WHO += " outreach paediatric paediatrician paediatricians paediatrics parent parental parents partner partners"
_WHO += (
    " partnership pastoral people pharmacist pharmacy physician physio physiotherapist physiotherapy police practice"
)
_WHO += (
    " practitioner preschool primary private professional professionals provider psychiatric psychiatrist psychiatry"
)
_WHO += (
    " psychological psychologist psychologists psychology psychometric reception residential school schools secondary"
)
_WHO += " senco send service services setting sixth small social south speech staff student support surgery teacher"
_WHO += (
    " teachers team teams therapist therapists trust tutor unit university voluntary ward worker workers young youth"
)
_WHO += " youths"

_WHERE = (
    "bcp bournemouth christchurch dorset dorchester east england north poole portland purbeck south swanage weymouth"
)
_WHERE += " wessex west wimborne"

WORDS: frozenset[str] = frozenset(f"{_LINKS} {_WHAT} {_WHO} {_WHERE} s".split())
"""Lower case; `s` is what an apostrophe leaves of a plural."""
