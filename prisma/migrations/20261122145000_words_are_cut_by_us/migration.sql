-- Words are cut and brought to one form before they come here: `customers` and `custom` have one English stem and are
-- two things.
DROP TEXT SEARCH CONFIGURATION "search_words";
DROP TEXT SEARCH DICTIONARY "search_stem";
