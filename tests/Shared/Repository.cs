namespace Digits.Tests;

/// <summary>Where the checkout lies, and the real handwriting that may lie beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Digits.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder <c>../shared/data</c> beside the checkout; it need not exist.</summary>
    public static string SharedData { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Digits.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Digits.sln above {AppContext.BaseDirectory}.");
    }
}
