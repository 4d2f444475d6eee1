"""The beta at a glance: who takes part, what it saves, where it hurts. Weeks that are over are read
from their sums, the one that goes on is counted anew.
"""
