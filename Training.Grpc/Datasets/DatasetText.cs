using Digits.ServiceDefaults.Errors;

namespace Digits.Training.Datasets;

/// <summary>Bounds the names of data sets and versions in requests, before anything else is done with them.</summary>
internal static class DatasetText
{
    /// <summary>Longer than any name or version that Processing gives out.</summary>
    public const int MaxLength = CallerText.MaxLength;

    /// <summary>Names every fault of a request's data set and version.</summary>
    public static void Check(string dataset, string version, List<(string Field, string Description)> faults)
    {
        if (dataset.Length == 0)
        {
            faults.Add(("dataset", "Must name a data set."));
        }

        CheckLength("dataset", dataset, faults);
        CheckLength("dataset_version", version, faults);
    }

    private static void CheckLength(string field, string text, List<(string Field, string Description)> faults)
    {
        if (text.Length > MaxLength)
        {
            faults.Add((field, FormattableString.Invariant($"{text.Length} characters are more than {MaxLength}.")));
        }
    }
}
