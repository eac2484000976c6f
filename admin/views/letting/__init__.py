"""What people do with a vacant dwelling, part by part, as mixins of the vacancies screen."""
