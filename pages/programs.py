"""The three programs: the code that runs, shown from the running functions."""

import inspect

import streamlit as st

from pages.shared.frame import inside_frame
from perceptron import MODELS, gradients

STORIES = {
    "scratch": "**By hand.** One derivative, `delta`, is passed backwards: two lines of algebra.",
    "torch": "**By autograd.** What a PyTorch user writes; the gradient is never seen.",
    "einsum": "**By tensors.** Each derivative is a tensor of its own. That of the prediction "
    "by the weights has four axes; Einstein summation joins them.",
}

inside_frame()
st.title("Three programs, one gradient")
st.markdown(
    "A linear layer with several outputs (*multi-output*; the course once said "
    "*multivariate*) learns by gradient descent. Three programs compute the gradient in "
    "three ways and agree to the last digits. This is the code that the Train page runs."
)
st.latex(
    r"""
\hat Y = XW + b \qquad
L = \frac{1}{mc}\sum_{ij}(\hat y_{ij}-y_{ij})^2 \qquad
\delta = \frac{\partial L}{\partial \hat Y} = \frac{2}{mc}(\hat Y - Y)
"""
)
st.latex(
    r"""
\frac{\partial L}{\partial b} = \mathbf 1^\top \delta \qquad
\frac{\partial L}{\partial W} = X^\top \delta \qquad
W \leftarrow W - \eta\,\frac{\partial L}{\partial W} \qquad
b \leftarrow b - \eta\,\frac{\partial L}{\partial b}
"""
)
st.caption(
    "m samples, d features, c outputs. X is (m, d), W (d, c), b (c,), Y and its prediction "
    "Ŷ (m, c). η is the learning rate."
)
for column, (name, model) in zip(st.columns(len(MODELS)), MODELS.items(), strict=True):
    with column:
        st.subheader(name)
        st.markdown(STORIES.get(name, model.__doc__ or ""))
        st.code(inspect.cleandoc("\n" + inspect.getsource(model.step)), wrap_lines=True)
with st.expander("The equations as functions: perceptron/gradients.py", expanded=True):
    st.code(inspect.getsource(gradients), language="python")
