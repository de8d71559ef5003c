"""The same results in the forms that other programs read. One query, one result; these modules only shape."""
