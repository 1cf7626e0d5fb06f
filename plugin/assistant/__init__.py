"""The portal's assistant: a customer's words in, a reply out, from that customer's facts alone.

It calls no model and no outside service, reads no clock and changes nothing: what a customer says
yes to is handed back as an act, for an operation to carry out.
"""
