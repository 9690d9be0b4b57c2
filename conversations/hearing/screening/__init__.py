"""Screening: does a text speak of a risk of harm?"""
