"""The exercise filled in: with the right lines, and with wrong ones as they really get written."""

from __future__ import annotations

import json

# In the order of the blanks; the fourth has two lines.
RIGHT = (
    "2 / Y.numel() * (Y_hat - Y)",
    "X.T @ delta",
    "delta.sum(dim=0)",
    "W - learning_rate * W_gradient",
    "b - learning_rate * b_gradient",
    'torch.einsum("ip,jq->ijpq", X, eye)',
    'torch.einsum("ij,ijpq->pq", delta, derivative)',
)
PLACES = {1: (0,), 2: (1,), 3: (2,), 4: (3, 4), 5: (5,), 6: (6,)}
_DOTS = "= ...  # fill in"


def fill(program: str, lines: tuple[str | None, ...] = RIGHT) -> str:
    """A script with these lines in its blanks; None leaves one empty."""
    parts = program.split(_DOTS)
    assert len(parts) == len(lines) + 1
    filled = [f"= {line}  #" if line else _DOTS for line in lines]
    return parts[0] + "".join(a + b for a, b in zip(filled, parts[1:], strict=True))


def fill_notebook(text: str, lines: tuple[str | None, ...] = RIGHT) -> str:
    """A notebook with these lines in its blanks."""
    whole, rest = json.loads(text), list(lines)
    for cell in whole["cells"]:
        source = "".join(cell["source"])
        if n := source.count(_DOTS):
            cell["source"] = fill(source, tuple(rest[:n])).splitlines(keepends=True)
            rest = rest[n:]
    assert not rest
    return json.dumps(whole)


def only(number: int, *lines: str) -> tuple[str | None, ...]:
    """Lines for one blank, the others empty."""
    at = dict(zip(PLACES[number], lines, strict=True))
    return tuple(at.get(place) for place in range(len(RIGHT)))


def with_wrong(number: int, *lines: str) -> tuple[str | None, ...]:
    """The right lines, but for one blank."""
    return tuple(mine or right for mine, right in zip(only(number, *lines), RIGHT, strict=True))


_STEP_W, _STEP_b = RIGHT[3:5]
# What is planted: its name, the blank, its lines, and words that only its own sentence has.
MISTAKES: tuple[tuple[str, int, tuple[str, ...], str], ...] = (
    ("divided by m only", 1, ("2 / len(Y) * (Y_hat - Y)",), "Not over the m samples only"),
    ("divided by c only", 1, ("2 / Y.shape[1] * (Y_hat - Y)",), "Not over the c outputs only"),
    ("not divided", 1, ("2 * (Y_hat - Y)",), "a mean, not a sum"),
    ("factor 2 missing", 1, ("(Y_hat - Y) / Y.numel()",), "half of what it should be"),
    ("bare difference", 1, ("Y_hat - Y",), "the bare difference"),
    ("wrong sign", 1, ("2 / Y.numel() * (Y - Y_hat)",), "Which of the two is taken from the other"),
    ("the loss itself", 1, ("((Y_hat - Y) ** 2).mean()",), "the loss itself, one number"),
    ("summed too early", 1, ("2 / Y.numel() * (Y_hat - Y).sum(dim=0)",), "samples have been"),
    ("another factor", 1, ("3 / Y.numel() * (Y_hat - Y)",), "1.5 times the right one"),
    ("a fixed size", 1, ("2 / 99 * (Y_hat - Y)",), "for a batch of 33 rows, wrong for one of 1"),
    ("squared", 1, ("(Y_hat - Y) ** 2 / Y.numel()",), "of its 99 entries are wrong"),
    ("float32", 1, ("(2 / Y.numel() * (Y_hat - Y)).float()",), "torch.float64 is wanted"),
    ("rounded", 1, ("(2 / Y.numel() * (Y_hat - Y)).float().double()",), "Is something rounded"),
    ("a number", 1, ("2.0",), "this is a float"),
    ("nothing", 1, ("None",), "Is there a return"),
    ("not finite", 1, ("(Y_hat - Y) / 0",), "infinite, or no number"),
    ("transposed", 2, ("delta.T @ X",), "it is transposed"),
    ("reshaped, not transposed", 2, ("(delta.T @ X).reshape(6, 3)",), "does not transpose"),
    ("mean in the weights", 2, ("X.T @ delta / len(X)",), "which is a mean over the samples"),
    ("uphill", 2, ("-X.T @ delta",), "only the update turns round"),
    ("rate too early", 2, ("0.01 * X.T @ delta",), "It belongs to the update"),
    ("doubled", 2, ("2 * X.T @ delta",), "the factor of the square in it already"),
    ("outputs summed", 2, ("(X.T @ delta).sum(1)[:, None].expand(6, 3)",), "columns are equal"),
    ("does not fit", 2, ("X @ delta",), "(33x6 and 33x3)"),
    ("an unknown name", 2, ("X.T @ dleta",), "a name is not known"),
    ("a wrong shape", 2, ("X.T @ delta.sum(dim=1)",), "its shape is (6,), it should be (6, 3)"),
    ("bias over all outputs", 3, ("delta.sum()",), "also over the outputs"),
    ("the same, spread", 3, ("delta.sum().expand(3)",), "also over the outputs"),
    ("bias mean", 3, ("delta.mean(dim=0)",), "which is a mean over the samples"),
    ("bias mean of all", 3, ("delta.mean()",), "the mean over all entries"),
    ("wrong axis", 3, ("delta.sum(dim=1)",), "along the wrong axis"),
    ("an axis kept", 3, ("delta.sum(dim=0, keepdim=True)",), "one axis is too many"),
    ("not summed", 3, ("delta",), "not summed yet"),
    ("rate forgotten", 4, ("W - W_gradient", _STEP_b), "new_W: the learning rate is forgotten"),
    ("added", 4, ("W + learning_rate * W_gradient", _STEP_b), "new_W: the step goes uphill, as"),
    ("both", 4, ("W + W_gradient", _STEP_b), "uphill, and the learning rate is forgotten"),
    ("divided by the rate", 4, ("W - W_gradient / learning_rate", _STEP_b), "divided by the"),
    ("the step alone", 4, ("-learning_rate * W_gradient", _STEP_b), "the step alone"),
    ("the gradient", 4, ("W_gradient", _STEP_b), "this is the gradient"),
    ("not moved", 4, ("W", _STEP_b), "W has not moved"),
    ("only b", 4, (_STEP_W, "b + learning_rate * b_gradient"), "new_b: the step goes"),
    ("swapped", 4, (_STEP_b, _STEP_W), "in the wrong order"),
    ("last axes swapped", 5, ('torch.einsum("ip,jq->ijqp", X, eye)',), "last two axes are swapped"),
    ("axes of W first", 5, ('torch.einsum("ip,jq->pqij", X, eye)',), "axes of W come first"),
    ("first axes swapped", 5, ('torch.einsum("ip,jq->jipq", X, eye)',), "first two axes are"),
    ("flattened by columns", 5, ("torch.kron(eye, X).reshape(33, 3, 6, 3)",), "axes are mixed up"),
    ("a matrix", 5, ("torch.kron(X, eye)",), "Give each of its axes back as two"),
    ("the other matrix", 5, ("torch.kron(eye, X)",), "that matrix by columns"),
    ("no identity", 5, ("X[:, None, :, None].expand(33, 3, 6, 3)",), "Where is the identity"),
    ("ones", 5, ('torch.einsum("ip,jq->ijpq", X * 0 + 1, eye)',), "a 1 stands where an input"),
    ("delta by columns", 6,
     ('torch.einsum("ij,ijpq->pq", delta.T.reshape(33, 3), derivative)',), "weight of another one"),
    ("without delta", 6, ("derivative.sum(dim=(0, 1))",), "without delta"),
    ("not summed yet", 6, ('torch.einsum("ij,ijpq->ijpq", delta, derivative)',), "not summed up"),
    ("transposed there", 6,
     ('torch.einsum("ij,ijpq->qp", delta, derivative)',), "it is transposed"),
    ("outputs apart", 6,
     ('torch.einsum("ij,ikpq->pq", delta, derivative)',), "columns are equal"),
)  # fmt: skip
CLINIC = {  # of the gradient clinic, and what stands for each here
    "divided_by_m": "divided by m only",
    "factor_missing": "factor 2 missing",
    "wrong_sign": "wrong sign",
    "bias_summed_over_all": "bias over all outputs",
    "bias_mean": "bias mean",
    "not_transposed": "transposed",
}
