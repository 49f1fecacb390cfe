"""What is taken in by the dozen can be read at once: reading changes nothing."""

from __future__ import annotations

from tests.core.test_history import epoch_record, history_of, step_record


def test_who_reads_on_the_way_changes_nothing() -> None:
    """Batches and snapshots are taken in by the dozen; what is read in between is there already."""
    names = ("a", "b"), ("b",)  # "a" stops on the way
    read, left = history_of(0), history_of(0)
    for epoch in range(150):
        for history in (read, left):
            for batch in range(40):
                history.append_step(step_record(epoch, batch, 40))
            history.append(epoch_record(epoch, names[epoch > 40]))
        assert read.batch_losses[-1] == (epoch + 39.5 / 40, 10.0 * epoch + 39)
        kept = read.snapshot(epoch)
        assert {name: one.W[0, 0].item() for name, one in kept.items()} == dict.fromkeys(
            names[epoch > 40], epoch
        )
        kept["b"].W.zero_()  # a copy
    assert read.batch_losses == left.batch_losses
    for epoch in (0, 39, 40, 41, 100, 149):
        assert [one.W[0, 0].item() for one in left.snapshot(epoch).values()] == [
            one.W[0, 0].item() for one in read.snapshot(epoch).values()
        ]
        assert left.snapshot(epoch)["b"].b[0] == epoch
