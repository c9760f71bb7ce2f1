"""The map: postcodes to the national grid, the statutory distance, which authorities adjoin.

Importing it loads no data: files are read when a place is first looked up.
"""

ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right. "
    "Contains Royal Mail data © Royal Mail copyright and database right. "
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains National Statistics data © Crown copyright and database right."
)
"""To be shown by every door that shows a place, a distance or an authority found here."""
