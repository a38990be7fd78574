namespace Digits.Datasets.Formats;

/// <summary>
/// Refuses settings that do not apply to the files of an upload. Whatever reads files names the settings that it has a use for in
/// <see cref="ImportFindings.UsedSettings"/>; one that is given and not among them would be ignored without a word.
/// </summary>
internal static class SettingsUse
{
    /// <summary>Checks the settings once everything is opened.</summary>
    /// <exception cref="RefusalException">A setting is given that nothing in the upload has a use for.</exception>
    public static void Check(ImportSettings settings, IReadOnlySet<string> used)
    {
        foreach (var (name, isGiven, purpose) in Given(settings))
        {
            if (isGiven && !used.Contains(name))
            {
                throw Errors.SettingNotApplicable(name, purpose);
            }
        }
    }

    private static IEnumerable<(string Name, bool IsGiven, string Purpose)> Given(ImportSettings settings) =>
    [
        ("transposed", settings.Transposed, "how arrays and tables hold their pixels"),
        ("label_column", settings.LabelColumn != LabelColumn.Unspecified, "where a table of pictures has its labels, if nothing else says that"),
        ("label_field", settings.LabelField.Length > 0, "which column of a table or which of several arrays holds the labels"),
        ("value_range", settings.ValueRange.Length > 0, "what the pixel values of arrays and tables range over"),
        ("axes", settings.Axes.Length > 0, "the order of an array's axes"),
        ("label_folder", settings.LabelFolder is not null, "which folder around a picture is its label"),
        ("name_encoding", settings.NameEncoding.Length > 0, "the encoding of the names in archives"),
        ("subset", settings.Subset.Length > 0, "which of several data sets is meant"),
    ];
}
