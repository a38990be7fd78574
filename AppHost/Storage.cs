namespace Digits.AppHost;

/// <summary>Where Digits keeps what it stores, and where its configuration is.</summary>
/// <param name="DataVolume">The folder of the data sets.</param>
/// <param name="ModelVolume">The folder of the models.</param>
/// <param name="ConfigFile">The file with the eight settings.</param>
internal sealed record Storage(string DataVolume, string ModelVolume, string ConfigFile)
{
    private const string RootVariable = "DIGITS_DATA";

    public static Storage Find(IDistributedApplicationBuilder builder)
    {
        var root = builder.Configuration[RootVariable];
        if (string.IsNullOrWhiteSpace(root))
        {
            root = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Digits");
        }

        // The process runs in the project's folder, so a relative path would not mean what the user sees.
        if (!Path.IsPathFullyQualified(root))
        {
            throw new DistributedApplicationException($"{RootVariable} is '{root}'; give the folder as a full path.");
        }

        return new(
            Path.Combine(root, "data"),
            Path.Combine(root, "models"),
            Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "deploy", "config.json")));
    }
}
