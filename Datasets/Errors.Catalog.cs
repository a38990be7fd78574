using Digits.Datasets.PublicSets;
using static Digits.Datasets.RefusalException;

namespace Digits.Datasets;

/// <summary>Why a public set cannot be installed.</summary>
internal static partial class Errors
{
    public static RefusalException PublicDatasetNotFound(string name) =>
        NotFound("PUBLIC_DATASET_NOT_FOUND", $"The catalogue has no public data set {Quote(name)}.");

    public static RefusalException InstallRunning(PublicSet set) => Busy(
        "INSTALL_RUNNING", $"The files of {set.Title} are being fetched or imported for another call; try again when that is done.");

    public static RefusalException PublicFilesMissing(
        PublicSet set, IEnumerable<(PublicFile File, bool IsOtherThere)> missing, PublicSetOptions options, string cause)
    {
        var files = string.Join(", ", missing.Select(file => file.File.Name + Remark(file.File.Size, file.IsOtherThere)));
        var folder = options.Folder.Length > 0 ? "the folder of the setting Catalog:Folder" : "a folder and name it in the setting Catalog:Folder";
        return Unavailable(
            "PUBLIC_FILES_MISSING",
            $"{set.Title} is not wholly here and cannot be fetched: {cause}. Put {files} into {folder}, there directly or in a folder "
                + $"{set.Folder}, or let the setting Catalog:Mirror name a server that has {set.Folder}/{set.Files[0].Name} and so on.");
    }

    private static string Remark(long size, bool isOtherThere)
    {
        var remarks = new List<string>();
        if (size > 0)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes"));
        }

        if (isOtherThere)
        {
            remarks.Add("the one there is not the published file");
        }

        return remarks.Count == 0 ? "" : $" ({string.Join("; ", remarks)})";
    }

    public static RefusalException PublicFileUnusable(string file, string cause) => NotPossible(
        "PUBLIC_FILE_UNUSABLE", $"{file} is not what the catalogue expects: {cause}. Get the published file.");
}
