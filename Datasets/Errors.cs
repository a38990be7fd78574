using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Imaging;
using static Digits.Datasets.RefusalException;

namespace Digits.Datasets;

/// <summary>Every reason for which data sets refuse a call.</summary>
internal static partial class Errors
{
    private const int MaxQuoted = 64;

    public static RefusalException NameRequired() => InvalidInput("NAME_REQUIRED", "The data set needs a name.", ("name", "required"));

    public static RefusalException NameInvalid(string name) =>
        InvalidInput("NAME_INVALID", $"{Quote(name)} cannot name a data set: {DatasetName.Rule}.", ("name", "breaks the rule for names"));

    public static RefusalException SplitRatioOutOfRange(double ratio) => InvalidInput(
        "SPLIT_RATIO_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"The split ratio {ratio} is not above 0 and below 1."),
        ("split_ratio", "must be above 0 and below 1"));

    public static RefusalException FilesUnpaired(int images, int labels) => InvalidInput(
        "FILES_UNPAIRED",
        $"Every image file needs its label file; the upload holds {images} with images and {labels} with labels.",
        ("files", "not in pairs"));

    public static RefusalException TooManyParts(int pairs) => InvalidInput(
        "TOO_MANY_PARTS",
        $"The upload holds {pairs} pairs of image and label files; one for train and one for test can be imported.",
        ("files", "too many pairs"));

    public static RefusalException PartsUnclear(string first, string second) => InvalidInput(
        "PARTS_UNCLEAR",
        $"Is {first} for train and {second} for test, or the other way round? "
            + "Put \"train\" into one name and \"test\" or \"t10k\" into the other.",
        ("files", "train and test cannot be told apart"));

    public static RefusalException PartsDiffer(string images, string labels) => InvalidInput(
        "PARTS_DIFFER", $"{images} and {labels} would make a pair, but one is for train and the other for test by its name.", ("files", "not in pairs"));

    public static RefusalException ValidationRatioOutOfRange(double ratio) => InvalidInput(
        "VALIDATION_RATIO_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"The validation ratio {ratio} is not from 0 to below the split ratio."),
        ("validation_ratio", "must be from 0 to below split_ratio"));

    public static RefusalException ChoiceUnknown(string field, int value) =>
        InvalidInput("CHOICE_UNKNOWN", $"{field} has no value {value}.", (field, "not one of the choices"));

    public static RefusalException TextInvalid(string field, int limit) => InvalidInput(
        "TEXT_INVALID", $"{field} holds more than {limit} characters, or control characters.", (field, $"at most {limit} characters, none for control"));

    public static RefusalException FilesBroken(IReadOnlyList<FileFault> first, int count) => InvalidInput(
        "FILES_BROKEN",
        count == 1
            ? $"{first[0].File}: {first[0].Cause}"
            : $"{count} things are broken in the upload; the first is {first[0].File}: {first[0].Cause}",
        [.. first.Select(fault => (fault.File, fault.Cause))]);

    public static RefusalException PicturesBlank(int blank, int count) => InvalidInput(
        "PICTURES_BLANK",
        string.Create(CultureInfo.InvariantCulture, $"{blank:N0} of {count:N0} pictures are blank, so they were not understood. ")
            + "Say what their values range over (value_range) or which side is ink (polarity), or leave the blank pictures out.",
        ("files", "mostly blank pictures"));

    public static RefusalException TooManySamples(int limit) => InvalidInput(
        "TOO_MANY_SAMPLES", $"The upload holds more than {limit} samples.", ("files", $"at most {limit} samples"));

    public static RefusalException TooManyLabels(int limit) =>
        InvalidInput("TOO_MANY_LABELS", $"There are more than {limit} labels.", ("label", $"at most {limit} different ones"));

    public static RefusalException SampleNotFound(StoredVersion version, int number) => NotFound(
        "SAMPLE_NOT_FOUND", $"The current version of {version.Name} has no sample {number}.");

    public static RefusalException LabelInvalid(string label, string fault, string field = "label") =>
        InvalidInput("LABEL_INVALID", $"The label {Quote(label)} {fault}.", (field, fault));

    public static RefusalException ImageBlank() => InvalidInput("IMAGE_BLANK", "There is no ink in the image.", ("data", "blank"));

    public static RefusalException TooManySamples(long count, int limit) =>
        InvalidInput("TOO_MANY_SAMPLES", $"The upload holds {count} samples; at most {limit} can be imported.", ("files", "too many samples"));

    public static RefusalException TooFewSamples() =>
        InvalidInput("TOO_FEW_SAMPLES", "One sample cannot be split into train and test.", ("files", "too few samples"));

    public static RefusalException DatasetNotFound(string name) => NotFound("DATASET_NOT_FOUND", $"There is no data set {Quote(name)}.");

    public static RefusalException VersionNotFound(string name, string version) =>
        NotFound("VERSION_NOT_FOUND", $"The data set {Quote(name)} has no version {Quote(version)}.");

    public static RefusalException DatasetExists(string name) => AlreadyExists(
        "DATASET_EXISTS",
        $"There is a data set {Quote(name)} already. Add to it (mode IMPORT_MODE_APPEND), replace it (IMPORT_MODE_REPLACE; its versions "
            + "stay and can be restored), or choose another name.");

    public static RefusalException VersionNotCurrent(StoredDataset dataset) => NotPossible(
        "VERSION_NOT_CURRENT",
        $"The data set {Quote(dataset.Name)} has changed meanwhile; its current version is {dataset.Current}. Look at it and try again.");

    public static RefusalException ShapeChanged(StoredVersion version) => NotPossible(
        "SHAPE_CHANGED",
        $"The images of {version.Name} have {version.Height}x{version.Width} pixels since the import began; begin it again.");

    public static RefusalException DatasetDamaged(StoredVersion version) => Damaged(
        "DATASET_DAMAGED", $"The stored samples of {version.Name} version {version.Version} are damaged; import the same files again to replace it.");

    public static RefusalException ImageRequired() => InvalidInput("IMAGE_REQUIRED", "The request holds no image.", ("data", "required"));

    public static RefusalException ImageInvalid(ImageFormatException fault) => InvalidInput("IMAGE_INVALID", fault.Message, ("data", "cannot be read"));

    public static RefusalException CountOutOfRange(int count, int least, int most) => InvalidInput(
        "COUNT_OUT_OF_RANGE", $"{count} samples cannot be drawn; {least} to {most} can.", ("count", $"{least} to {most}"));

    public static RefusalException AlphabetUnknown(string name, IEnumerable<string> known) => InvalidInput(
        "ALPHABET_UNKNOWN",
        $"There is no alphabet {Quote(name)}; these can be drawn: {string.Join(", ", known)}.",
        ("alphabet", "not one of the choices"));

    public static RefusalException SamplesPerFindingOutOfRange(int count, int limit) => InvalidInput(
        "SAMPLES_PER_FINDING_OUT_OF_RANGE", $"{count} samples cannot be named in a finding, 0 to {limit} can.", ("samples_per_finding", $"0 to {limit}"));

    /// <summary>A caller's text as messages repeat it: in quotes, and its beginning only where it is long.</summary>
    public static string Quote(string text) => $"\"{Shorten(text, MaxQuoted)}\"";

    /// <summary>A text, or its beginning with an ellipsis where it is longer than the limit. Never splits a surrogate pair.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
