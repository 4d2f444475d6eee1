"""The portal's languages: which words it says, what each is in French, and how that is read.

No module here imports a model: settings name the folders before Django is there.
"""
