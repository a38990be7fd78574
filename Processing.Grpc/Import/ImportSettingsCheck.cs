using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Settings;

namespace Digits.Processing.Import;

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
    public static SplitRule SplitOf(ImportSettings settings, DigitsConfig config) => Split(
        settings.HasSplitRatio ? settings.SplitRatio : config.SplitRatio,
        settings.HasValidationRatio ? settings.ValidationRatio : 0,
        settings.Seed);

    /// <summary>A split, checked.</summary>
    public static SplitRule Split(double trainRatio, double validationRatio, uint seed)
    {
        if (trainRatio is not (> 0 and < 1))
        {
            throw Errors.SplitRatioOutOfRange(trainRatio);
        }

        return validationRatio >= 0 && validationRatio < trainRatio
            ? new SplitRule(trainRatio, validationRatio, seed)
            : throw Errors.ValidationRatioOutOfRange(validationRatio);
    }

    /// <summary>The change that an import is; what the caller does not note, the files' names say.</summary>
    public static Change ChangeOf(ImportSettings settings, IReadOnlyList<UploadedFile> files)
    {
        var note = settings.Note.Length > 0 ? settings.Note : string.Join(", ", files.Select(file => file.Name));
        return Change.Checked(ChangeKind.Import, settings.Author, CallerText.Shorten(note, Change.MaxNoteLength));
    }
}
