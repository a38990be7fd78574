using Digits.Datasets.Storage;
using Digits.Learning.Data;
using static Digits.Datasets.RefusalException;

namespace Digits.Datasets;

/// <summary>Why data sets cannot be combined.</summary>
internal static partial class Errors
{
    public static RefusalException SourcesRequired() =>
        InvalidInput("SOURCES_REQUIRED", "A combination needs at least one data set that it is made of.", ("sources", "required"));

    public static RefusalException TooManySources(int count, int limit) => InvalidInput(
        "TOO_MANY_SOURCES",
        $"The combination names {count} sources; at most {limit} can be combined at once. Combine some of them first.",
        ("sources", $"at most {limit}"));

    public static RefusalException ShareOutOfRange(int index, string dataset, double share) => InvalidInput(
        "SHARE_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"The share {share} of {dataset} is not above 0 and at most 1."),
        (Field(index, "share"), "must be above 0 and at most 1"));

    public static RefusalException MaxSamplesOutOfRange(int index, string dataset, int count) => InvalidInput(
        "MAX_SAMPLES_OUT_OF_RANGE",
        string.Create(CultureInfo.InvariantCulture, $"At most {count} samples of {dataset} would leave none of it."),
        (Field(index, "max_samples"), "must be at least 1"));

    public static RefusalException SourceLabelUnknown(StoredVersion version, string label, string field) => InvalidInput(
        "LABEL_UNKNOWN",
        $"{version.Name} version {version.Version} has no label {Quote(label)}.",
        (field, "not a label of the data set"));

    public static RefusalException SourceEmpty(StoredVersion version, int available) => InvalidInput(
        "SOURCE_EMPTY",
        available == 0
            ? $"{version.Name} version {version.Version} has no samples with the wanted labels."
            : $"The wanted share of {available} samples of {version.Name} version {version.Version} is less than one sample.",
        ("sources", "leaves nothing of a data set"));

    public static RefusalException SourceShapeDiffers(StoredVersion version, ImageShape shape) => InvalidInput(
        "SHAPES_DIFFER",
        $"The images of {version.Name} version {version.Version} have {Text(version.Shape)} pixels, not {Text(shape)} as new data sets do. "
            + "Export it and import it again to bring it to that size.",
        ("sources", "images of another size"));

    public static RefusalException CombinationTooLarge(long count, int limit) => InvalidInput(
        "TOO_MANY_SAMPLES",
        $"The combination has {count} samples; at most {limit} can be in one data set. Take a smaller share.",
        ("sources", $"at most {limit} samples together"));

    public static RefusalException CombinationOfOneLabel(string label) => InvalidInput(
        "SINGLE_LABEL",
        $"Every sample of the combination would have the label {Quote(label)}; a network needs at least two to tell apart.",
        ("sources", "only one label is left"));

    public static RefusalException CombinationOvertaken(string name) => Busy(
        "DATASET_CHANGED", $"{Quote(name)} has changed while it was being added to; try again.");

    private static string Field(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"sources[{index}].{name}");

    private static string Text(ImageShape shape) => string.Create(CultureInfo.InvariantCulture, $"{shape.Width}x{shape.Height}x{shape.Channels}");
}
