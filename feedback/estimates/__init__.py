"""Estimates of measured work, without a database: what counts, what it is compared with, how sure.

`feedback.savings` asks the one question of the beta of them; here stand its parts and its
neighbours (bids, what was felt, yields, reviewing), each a pure function of facts.
"""
