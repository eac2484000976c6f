"""The parts of the screens about keeping a home: rent, arrears, life in the home, endings."""
