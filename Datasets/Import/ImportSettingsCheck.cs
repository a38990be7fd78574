using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Import;

/// <summary>Checks what a caller wants made of files, and fills in what it did not say.</summary>
internal static class ImportSettingsCheck
{
    /// <summary>Checks settings as they come, so that a wrong one does not wait for gigabytes of files.</summary>
    public static void Check(ImportSettings settings)
    {
        if (settings.Name.Length > 0)
        {
            DatasetName.Check(settings.Name);
        }

        if (!Enum.IsDefined(settings.FaultPolicy))
        {
            throw Errors.ChoiceUnknown("fault_policy", (int)settings.FaultPolicy);
        }

        if (!Enum.IsDefined(settings.LabelColumn))
        {
            throw Errors.ChoiceUnknown("label_column", (int)settings.LabelColumn);
        }

        Change.Checked(ChangeKind.Import, settings.Author, settings.Note);
    }

    /// <summary>How samples without a part are divided.</summary>
    public static SplitRule SplitOf(ImportSettings settings, double usualRatio) =>
        SplitRule.Checked(settings.SplitRatio ?? usualRatio, settings.ValidationRatio ?? 0, settings.Seed);

    /// <summary>The change that an import is; what the caller does not note, the files' names say.</summary>
    public static Change ChangeOf(ImportSettings settings, IReadOnlyList<UploadedFile> files)
    {
        var note = settings.Note.Length > 0 ? settings.Note : string.Join(", ", files.Select(file => file.Name));
        return Change.Checked(ChangeKind.Import, settings.Author, Errors.Shorten(note, Change.MaxNoteLength));
    }
}
