using System.Globalization;
using Digits.Imaging;
using Digits.Processing.Storage;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>Every reason that this service gives for refusing a call.</summary>
internal static partial class Errors
{
    private const int MaxQuoted = 64;

    public static RpcException NameRequired() =>
        RpcErrors.InvalidArgument("NAME_REQUIRED", "The data set needs a name.", ("name", "required"));

    public static RpcException NameInvalid(string name) => RpcErrors.InvalidArgument(
        "NAME_INVALID",
        $"{Quote(name)} cannot name a data set: {DatasetName.Rule}.",
        ("name", "breaks the rule for names"));

    public static RpcException SplitRatioOutOfRange(double ratio) => RpcErrors.InvalidArgument(
        "SPLIT_RATIO_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"The split ratio {ratio} is not above 0 and below 1."),
        ("split_ratio", "must be above 0 and below 1"));

    public static RpcException PieceEmpty() =>
        RpcErrors.InvalidArgument("PIECE_EMPTY", "A piece of the upload holds neither settings nor a part of a file.");

    public static RpcException FilesMissing() =>
        RpcErrors.InvalidArgument(
            "FILES_MISSING",
            "The upload holds no files; an image file and its label file are needed.",
            ("files", "required"));

    public static RpcException FileNameMissing() =>
        RpcErrors.InvalidArgument(
            "FILE_NAME_MISSING",
            "A file begins without a name.",
            ("files.file_name", "required on the first chunk of a file"));

    public static RpcException FileSentTwice(string file) => RpcErrors.InvalidArgument(
        "FILE_SENT_TWICE",
        $"{file} begins twice in one upload; a file's name comes on its first chunk only.",
        ("files.file_name", "begins twice"));

    public static RpcException TooManyFiles(int limit) =>
        RpcErrors.InvalidArgument("TOO_MANY_FILES", $"The upload holds more than {limit} files.", ("files", $"at most {limit}"));

    public static RpcException ChunkTooLarge(int size, int limit) =>
        RpcErrors.InvalidArgument(
            "CHUNK_TOO_LARGE",
            $"A chunk holds {size} bytes; at most {limit} may come at once.",
            ("files.data", $"at most {limit} bytes"));

    public static RpcException UploadTooLarge(long limit) =>
        RpcErrors.InvalidArgument("UPLOAD_TOO_LARGE", $"The upload is larger than {limit} bytes.", ("files", $"at most {limit} bytes"));

    public static RpcException FilesUnpaired(int images, int labels) => RpcErrors.InvalidArgument(
        "FILES_UNPAIRED",
        $"Every image file needs its label file; the upload holds {images} with images and {labels} with labels.",
        ("files", "not in pairs"));

    public static RpcException TooManyParts(int pairs) => RpcErrors.InvalidArgument(
        "TOO_MANY_PARTS",
        $"The upload holds {pairs} pairs of image and label files; one for train and one for test can be imported.",
        ("files", "too many pairs"));

    public static RpcException PartsUnclear(string first, string second) => RpcErrors.InvalidArgument(
        "PARTS_UNCLEAR",
        $"Is {first} for train and {second} for test, or the other way round? "
            + "Put \"train\" into one name and \"test\" or \"t10k\" into the other.",
        ("files", "train and test cannot be told apart"));

    public static RpcException PartsDiffer(string images, string labels) => RpcErrors.InvalidArgument(
        "PARTS_DIFFER",
        $"{images} and {labels} would make a pair, but one is for train and the other for test by its name.",
        ("files", "not in pairs"));

    public static RpcException ValidationRatioOutOfRange(double ratio) => RpcErrors.InvalidArgument(
        "VALIDATION_RATIO_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"The validation ratio {ratio} is not from 0 to below the split ratio."),
        ("validation_ratio", "must be from 0 to below split_ratio"));

    public static RpcException ChoiceUnknown(string field, int value) =>
        RpcErrors.InvalidArgument("CHOICE_UNKNOWN", $"{field} has no value {value}.", (field, "not one of the choices"));

    public static RpcException TextInvalid(string field, int limit) => RpcErrors.InvalidArgument(
        "TEXT_INVALID", $"{field} holds more than {limit} characters, or control characters.", (field, $"at most {limit} characters, none for control"));

    public static RpcException FilesBroken(IReadOnlyList<V1.FileFault> first, int count) => RpcErrors.InvalidArgument(
        "FILES_BROKEN",
        count == 1
            ? $"{first[0].File}: {first[0].Cause}"
            : $"{count} things are broken in the upload; the first is {first[0].File}: {first[0].Cause}",
        [.. first.Select(fault => (fault.File, fault.Cause))]);

    public static RpcException TooManySamples(int limit) => RpcErrors.InvalidArgument(
        "TOO_MANY_SAMPLES", $"The upload holds more than {limit} samples.", ("files", $"at most {limit} samples"));

    public static RpcException TooManyLabels(int limit) =>
        RpcErrors.InvalidArgument("TOO_MANY_LABELS", $"There are more than {limit} labels.", ("label", $"at most {limit} different ones"));

    public static RpcException SampleNotFound(StoredVersion version, int number) => RpcErrors.NotFound(
        "SAMPLE_NOT_FOUND", $"The current version of {version.Name} has no sample {number}.");

    public static RpcException SamplesRequired(string field) =>
        RpcErrors.InvalidArgument("SAMPLES_REQUIRED", "The request names no samples.", (field, "required"));

    public static RpcException TooManyNumbers(int count, int limit) => RpcErrors.InvalidArgument(
        "TOO_MANY_NUMBERS", $"The request names {count} samples; at most {limit} can be named.", ("numbers", $"at most {limit}"));

    public static RpcException NumberTwice(int number) =>
        RpcErrors.InvalidArgument("NUMBER_TWICE", $"Sample {number} is named twice.", ("numbers", "each sample once"));

    public static RpcException LabelInvalid(string label, string fault, string field = "label") =>
        RpcErrors.InvalidArgument("LABEL_INVALID", $"The label {Quote(label)} {fault}.", (field, fault));

    public static RpcException ImageBlank() =>
        RpcErrors.InvalidArgument("IMAGE_BLANK", "There is no ink in the image.", ("data", "blank"));

    public static RpcException SkipOutOfRange(int skip) =>
        RpcErrors.InvalidArgument("SKIP_OUT_OF_RANGE", $"{skip} samples cannot be passed over.", ("skip", "0 or above"));

    public static RpcException TooManySamples(long count, int limit) =>
        RpcErrors.InvalidArgument(
            "TOO_MANY_SAMPLES",
            $"The upload holds {count} samples; at most {limit} can be imported.",
            ("files", "too many samples"));

    public static RpcException TooFewSamples() =>
        RpcErrors.InvalidArgument("TOO_FEW_SAMPLES", "One sample cannot be split into train and test.", ("files", "too few samples"));

    public static RpcException DatasetNotFound(string name) =>
        RpcErrors.NotFound("DATASET_NOT_FOUND", $"There is no data set {Quote(name)}.");

    public static RpcException VersionNotFound(string name, string version) =>
        RpcErrors.NotFound("VERSION_NOT_FOUND", $"The data set {Quote(name)} has no version {Quote(version)}.");

    public static RpcException DatasetDamaged(StoredVersion version) => RpcErrors.DataLoss(
        "DATASET_DAMAGED", $"The stored samples of {version.Name} version {version.Version} are damaged; import the data set again.");

    public static RpcException PartRequired() =>
        RpcErrors.InvalidArgument("PART_REQUIRED", "Which part, PART_TRAIN, PART_VALIDATION or PART_TEST, must be said.", ("part", "required"));

    public static RpcException PartUnknown(int part) =>
        RpcErrors.InvalidArgument("PART_UNKNOWN", $"There is no part {part}.", ("part", "PART_TRAIN, PART_VALIDATION or PART_TEST"));

    public static RpcException LabelUnknown(string label, StoredVersion version) => RpcErrors.InvalidArgument(
        "LABEL_UNKNOWN", $"{version.Name} has no label {Quote(label)}.", ("label", "not a label of the data set"));

    public static RpcException PageSizeOutOfRange(int size, int limit) =>
        RpcErrors.InvalidArgument(
            "PAGE_SIZE_OUT_OF_RANGE",
            $"The page size {size} is not from 1 to {limit}.",
            ("page_size", $"1 to {limit}"));

    public static RpcException PageTokenInvalid() => RpcErrors.InvalidArgument(
        "PAGE_TOKEN_INVALID",
        "The page token does not belong to this request; it goes with the request that it came from.",
        ("page_token", "not valid here"));

    public static RpcException ImageRequired() =>
        RpcErrors.InvalidArgument("IMAGE_REQUIRED", "The request holds no image.", ("data", "required"));

    public static RpcException ImageInvalid(ImageFormatException fault) =>
        RpcErrors.InvalidArgument("IMAGE_INVALID", fault.Message, ("data", "cannot be read"));

    public static RpcException UploadSilent(TimeSpan patience) => RpcErrors.Aborted(
        "UPLOAD_SILENT", $"Nothing of the upload came for {patience.TotalSeconds:0.#} seconds; begin it again.");

    public static RpcException SettingsTooLarge(int limit) => RpcErrors.InvalidArgument(
        "SETTINGS_TOO_LARGE", $"The settings of the upload are larger than {limit} bytes.", ("settings", $"at most {limit} bytes"));

    /// <summary>A caller's text as messages repeat it: in quotes, and its beginning only where it is long.</summary>
    public static string Quote(string text) => $"\"{CallerText.Shorten(text, MaxQuoted)}\"";
}
