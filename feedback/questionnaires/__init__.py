"""Questionnaires, from their definition to their scores.

Plain, no Django model:
    definition.py   what a questionnaire is: words in two languages, kinds of questions, conditions
    soundness.py    what is wrong with one, what is missing before it can be published
    instruments.py  SUS, UMUX-Lite, NPS, SEQ, CSAT, as published
    answers.py      one answer checked; conditions.py which questions are shown
    scores.py       what the published instruments say of many answers
Over rows:
    building.py drafts and their publishing    asking.py who is asked when
    answering.py what a person does with it    results.py figures for beta leads
"""
