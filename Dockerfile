# Slim is enough: the wheels bring their own decoders, so no system package is installed.
FROM python:3.11-slim-bookworm

# Where torch and torchaudio come from. These wheels are for a CPU and far smaller than PyPI's, which bring CUDA.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

RUN useradd --uid 1000 --create-home chordscope
WORKDIR /app

COPY requirements.txt .
RUN grep -E '^torch(audio)?==' requirements.txt > /tmp/torch.txt \
    && pip install --no-cache-dir --index-url "$TORCH_INDEX" -r /tmp/torch.txt \
    && pip install --no-cache-dir -r requirements.txt \
    && rm /tmp/torch.txt

# Readable by everyone whatever the modes outside, and writable by nobody who runs the page.
COPY --chmod=755 app.py ./
COPY --chmod=755 model/ model/
COPY --chmod=755 preprocessing/ preprocessing/
COPY --chmod=755 ui/ ui/
COPY --chmod=755 weights/ weights/

# Only /tmp needs to be writable: uploads go there.
ENV GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_TEMP_DIR=/tmp/gradio \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

USER 1000
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import os; from urllib.request import urlopen; urlopen(f\"http://127.0.0.1:{os.environ.get('GRADIO_SERVER_PORT', 7860)}/\", timeout=8)"]
CMD ["python", "app.py"]
