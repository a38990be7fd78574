namespace Digits.AppHost;

/// <summary>Where Digits keeps what it stores, and where its configuration is.</summary>
/// <param name="Root">The folder that the volumes lie in, unless the configuration gives them a full path.</param>
/// <param name="ConfigFile">The file with the eight settings.</param>
internal sealed record Storage(string Root, string ConfigFile)
{
    /// <summary>Moves <see cref="Root"/>, and tells the services where it is.</summary>
    public const string RootVariable = "DIGITS_DATA";

    /// <summary>Names another <see cref="ConfigFile"/>, and tells the services which it is.</summary>
    public const string ConfigVariable = "DIGITS_CONFIG";

    public static Storage Find(IDistributedApplicationBuilder builder)
    {
        var root = builder.Configuration[RootVariable];
        if (string.IsNullOrWhiteSpace(root))
        {
            root = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Digits");
        }

        var config = builder.Configuration[ConfigVariable];
        if (string.IsNullOrWhiteSpace(config))
        {
            config = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "deploy", "services", "config.json"));
        }

        return new(FullPath(RootVariable, root), FullPath(ConfigVariable, config));
    }

    // The process runs in the project's folder, so a relative path would not mean what the user sees.
    private static string FullPath(string variable, string path) =>
        Path.IsPathFullyQualified(path)
            ? path
            : throw new DistributedApplicationException($"{variable} is '{path}'; give it as a full path.");
}
