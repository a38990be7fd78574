using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults.Settings;

/// <summary>Finds config.json and lays the environment over it.</summary>
internal static class ConfigFile
{
    /// <summary>The configuration key, and environment variable, that holds the path of config.json.</summary>
    public const string PathKey = "DIGITS_CONFIG";

    /// <summary>The configuration key, and environment variable, that holds the folder which relative volumes lie in.</summary>
    public const string RootKey = "DIGITS_DATA";

    private const string OverridePrefix = "DIGITS_";
    private const string FolderSuffix = "_volume";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads and checks the configuration.</summary>
    /// <exception cref="ConfigException">The file is missing or no JSON object, or a value is wrong; all faults are listed.</exception>
    public static DigitsConfig Load(
        IConfiguration configuration,
        string contentRoot,
        Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults)
    {
        var path = Find(configuration[PathKey], contentRoot);
        var values = Parse(path);
        foreach (var key in ConfigReader.KnownKeys)
        {
            if (configuration[OverridePrefix + key.ToUpperInvariant()] is { Length: > 0 } text)
            {
                values[key] = key.EndsWith(FolderSuffix, StringComparison.Ordinal) ? JsonSerializer.SerializeToElement(text) : ParseOverride(text);
            }
        }

        var reader = new ConfigReader(values, Root(configuration));
        var config = reader.Read(architectureFaults);
        return reader.Faults.Count == 0 ? config : throw new ConfigException(path, reader.Faults);
    }

    private static string Root(IConfiguration configuration) =>
        configuration[RootKey] is { Length: > 0 } root
            ? Path.GetFullPath(root)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Digits");

    private static string Find(string? configured, string contentRoot)
    {
        string[] candidates = configured is { Length: > 0 }
            ? [Path.GetFullPath(configured)]
            : [Path.Combine(contentRoot, "config", "config.json"), Path.GetFullPath(Path.Combine(contentRoot, "..", "deploy", "services", "config.json"))];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new ConfigException(candidates[0], [$"the file does not exist; {PathKey} names another"]);
    }

    private static Dictionary<string, JsonElement> Parse(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.Clone())
                : throw new ConfigException(path, ["the file must hold one JSON object"]);
        }
        catch (JsonException exception)
        {
            throw new ConfigException(path, [$"no valid JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"]);
        }
        catch (ArgumentException)
        {
            throw new ConfigException(path, ["a key stands twice"]);
        }
    }

    /// <summary>A variable holds JSON, or else plain text that stands for itself.</summary>
    private static JsonElement ParseOverride(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

/// <summary>config.json cannot be used; the message lists every fault.</summary>
/// <param name="source">What was read, mostly the path of the file.</param>
/// <param name="faults">The faults, each beginning with its key.</param>
public sealed class ConfigException(string source, IReadOnlyList<string> faults)
    : OptionsValidationException(Options.DefaultName, typeof(DigitsConfig), faults)
{
    /// <inheritdoc/>
    public override string Message =>
        $"The configuration {source} has {Faults.Count} {(Faults.Count == 1 ? "fault" : "faults")}:\n"
        + string.Join('\n', Faults.Select(fault => "  - " + fault));

    /// <summary>The faults, each beginning with its key.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>The message alone: whoever edits a configuration file has no use for a stack trace.</summary>
    public override string ToString() => Message;
}

/// <summary>
/// Makes the options of config.json. The framework's binder would stop at the first value of a wrong type and does not keep the
/// architecture's JSON, so <see cref="ConfigFile"/> reads and checks the keys.
/// </summary>
internal sealed class ConfigFactory(
    IConfiguration configuration,
    IHostEnvironment environment,
    Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults) : IOptionsFactory<DigitsConfig>
{
    public DigitsConfig Create(string name) => ConfigFile.Load(configuration, environment.ContentRootPath, architectureFaults);
}
