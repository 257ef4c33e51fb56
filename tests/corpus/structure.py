"""What exiftool tells of a file that says nothing of itself: form, size, length. All else is metadata."""

import re

#: By exiftool's groups 0 and 1; each track of a film is a group of its own there.
NAMES = {
    "": "SourceFile",
    "ExifTool": "ExifToolVersion",
    "File": "FileType FileTypeExtension MIMEType",
    "File:System": "Directory FileAccessDate FileInodeChangeDate FileModifyDate FileName FilePermissions"
    " FileSize",
    "Composite": "AvgBitrate Duration ImageSize Megapixels Rotation",
    "RIFF": "HorizontalScale ImageHeight ImageWidth VP8Version VerticalScale",
    "MPEG": "AudioBitrate AudioLayer ChannelMode CopyrightFlag Emphasis IntensityStereo MPEGAudioVersion"
    " MSStereo OriginalMedia SampleRate",
    "QuickTime": "CompatibleBrands CreateDate CurrentTime Duration HandlerType HandlerVendorID MajorBrand"
    " MatrixStructure MediaDataOffset MediaDataSize MinorVersion ModifyDate MovieHeaderVersion NextTrackID"
    " PosterTime PreferredRate PreferredVolume PreviewDuration PreviewTime SelectionDuration SelectionTime"
    " TimeScale",
    "QuickTime:Track": "AudioBitsPerSample AudioChannels AudioFormat AudioSampleRate AverageBitrate Balance"
    " BitDepth BufferSize ColorPrimaries ColorProfiles CompressorID CompressorName GraphicsMode"
    " HandlerDescription HandlerType ImageHeight ImageWidth MatrixCoefficients MatrixStructure MaxBitrate"
    " MediaCreateDate MediaDuration MediaHeaderVersion MediaLanguageCode MediaModifyDate MediaTimeScale"
    " OpColor PixelAspectRatio SourceImageHeight SourceImageWidth TrackCreateDate TrackDuration"
    " TrackHeaderVersion TrackID TrackLayer TrackModifyDate TrackVolume TransferCharacteristics"
    " VideoFrameRate VideoFullRangeFlag XResolution YResolution",
}
STRUCTURE = {f"{group}:{name}".lstrip(":") for group, names in NAMES.items() for name in names.split()}
NEVER = "0000:00:00 00:00:00"
#: Words within the structure are those of the program that wrote it, and its moments are not told.
SAID = {
    "HandlerDescription": {"VideoHandler", "SoundHandler"},
    "HandlerVendorID": {"Apple"},
    "CompressorName": {"Lavc libx264"},
    "MediaLanguageCode": {"und"},
    "CreateDate": {NEVER},
    "ModifyDate": {NEVER},
    "MediaCreateDate": {NEVER},
    "MediaModifyDate": {NEVER},
    "TrackCreateDate": {NEVER},
    "TrackModifyDate": {NEVER},
}


def beyond_structure(tags: dict[str, object]) -> dict[str, object]:
    """Of what exiftool tells of one file, all that is not its form."""
    return {name: told for name, told in tags.items() if not _is_structure(name, told)}


def _is_structure(name: str, told: object) -> bool:
    allowed = SAID.get(name.rsplit(":", 1)[-1])
    return re.sub(r":Track\d+:", ":Track:", name) in STRUCTURE and (allowed is None or told in allowed)
