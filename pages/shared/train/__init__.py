"""The Train page's parts: sidebar, player, charts of a run, kept runs."""
