using Digits.Datasets;
using Digits.Datasets.Storage;
using static Digits.Datasets.RefusalException;

namespace Digits.Processing;

/// <summary>What is wrong with requests, before any of it reaches the data sets.</summary>
internal static class RequestErrors
{
    public static RefusalException ExportFormatUnknown(int format) => InvalidInput(
        "EXPORT_FORMAT_UNKNOWN", $"There is no export format {format}.", ("format", "EXPORT_FORMAT_ZIP, EXPORT_FORMAT_IDX, EXPORT_FORMAT_CSV or EXPORT_FORMAT_NPZ"));

    public static RefusalException PieceEmpty() => InvalidInput("PIECE_EMPTY", "A piece of the upload holds neither settings nor a part of a file.");

    public static RefusalException FilesMissing() =>
        InvalidInput("FILES_MISSING", "The upload holds no files; an image file and its label file are needed.", ("files", "required"));

    public static RefusalException FileNameMissing() =>
        InvalidInput("FILE_NAME_MISSING", "A file begins without a name.", ("files.file_name", "required on the first chunk of a file"));

    public static RefusalException FileSentTwice(string file) => InvalidInput(
        "FILE_SENT_TWICE", $"{file} begins twice in one upload; a file's name comes on its first chunk only.", ("files.file_name", "begins twice"));

    public static RefusalException TooManyFiles(int limit) =>
        InvalidInput("TOO_MANY_FILES", $"The upload holds more than {limit} files.", ("files", $"at most {limit}"));

    public static RefusalException ChunkTooLarge(int size, int limit) =>
        InvalidInput("CHUNK_TOO_LARGE", $"A chunk holds {size} bytes; at most {limit} may come at once.", ("files.data", $"at most {limit} bytes"));

    public static RefusalException UploadTooLarge(long limit) =>
        InvalidInput("UPLOAD_TOO_LARGE", $"The upload is larger than {limit} bytes.", ("files", $"at most {limit} bytes"));

    public static RefusalException SamplesRequired(string field) => InvalidInput("SAMPLES_REQUIRED", "The request names no samples.", (field, "required"));

    public static RefusalException TooManyNumbers(int count, int limit) => InvalidInput(
        "TOO_MANY_NUMBERS", $"The request names {count} samples; at most {limit} can be named.", ("numbers", $"at most {limit}"));

    public static RefusalException NumberTwice(int number) =>
        InvalidInput("NUMBER_TWICE", $"Sample {number} is named twice.", ("numbers", "each sample once"));

    public static RefusalException SkipOutOfRange(int skip) =>
        InvalidInput("SKIP_OUT_OF_RANGE", $"{skip} samples cannot be passed over.", ("skip", "0 or above"));

    public static RefusalException PartRequired() =>
        InvalidInput("PART_REQUIRED", "Which part, PART_TRAIN, PART_VALIDATION or PART_TEST, must be said.", ("part", "required"));

    public static RefusalException PartUnknown(int part) =>
        InvalidInput("PART_UNKNOWN", $"There is no part {part}.", ("part", "PART_TRAIN, PART_VALIDATION or PART_TEST"));

    public static RefusalException LabelUnknown(string label, StoredVersion version) => InvalidInput(
        "LABEL_UNKNOWN", $"{version.Name} has no label {Errors.Quote(label)}.", ("label", "not a label of the data set"));

    public static RefusalException PageSizeOutOfRange(int size, int limit) =>
        InvalidInput("PAGE_SIZE_OUT_OF_RANGE", $"The page size {size} is not from 1 to {limit}.", ("page_size", $"1 to {limit}"));

    public static RefusalException PageTokenInvalid() => InvalidInput(
        "PAGE_TOKEN_INVALID",
        "The page token does not belong to this request; it goes with the request that it came from.",
        ("page_token", "not valid here"));

    public static RefusalException UploadSilent(TimeSpan patience) => Busy(
        "UPLOAD_SILENT", $"Nothing of the upload came for {patience.TotalSeconds:0.#} seconds; begin it again.");

    public static RefusalException SettingsTooLarge(int limit) => InvalidInput(
        "SETTINGS_TOO_LARGE", $"The settings of the upload are larger than {limit} bytes.", ("settings", $"at most {limit} bytes"));
}
