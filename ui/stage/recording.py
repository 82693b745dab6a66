"""The audio input: an upload, and nothing that this server would have to fetch."""

import gradio as gr

NOT_UPLOADED = "Please send the file itself: this page does not fetch addresses."


def audio_input() -> gr.Audio:
    """The player of what is on the stage, whose script puts it there; its events get the path of a file."""
    audio = gr.Audio(
        sources=["upload"],
        type="filepath",
        label="Your chord",
        show_label=False,
        buttons=[],
        waveform_options=waveform(),
        elem_id="audio",
    )
    refuse_addresses(audio)
    return audio


def refuse_addresses(audio: gr.Audio) -> None:
    """Let an input take uploads alone: given a URL in a file's place, gradio would request it.

    The method is replaced on the object, since for every subclass gradio writes a stub beside its module.
    """
    keep = audio.async_move_resource_to_block_cache

    async def keep_uploads(url_or_file_path: str | None) -> str | None:
        if "://" in str(url_or_file_path):
            raise gr.Error(NOT_UPLOADED, print_exception=False)
        return await keep(url_or_file_path)

    audio.async_move_resource_to_block_cache = keep_uploads


def player() -> gr.Audio:
    """The player of the test set's clips."""
    return gr.Audio(
        interactive=False,
        autoplay=True,
        label="Clip",
        show_label=False,
        buttons=[],
        waveform_options=waveform(),
        elem_id="player",
    )


def waveform() -> gr.WaveformOptions:
    """The waveform's colours, which suit both themes."""
    return gr.WaveformOptions(waveform_color="#b98a63", waveform_progress_color="#d9762b")
