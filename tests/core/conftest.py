"""What the tests of the command line share."""

import pytest

from perceptron.__main__ import main


@pytest.fixture
def run(capsys):
    """Run the command line in this process: (status, stdout, stderr)."""

    def call(*argv):
        status = main([str(word) for word in argv])
        return status, *capsys.readouterr()

    return call
