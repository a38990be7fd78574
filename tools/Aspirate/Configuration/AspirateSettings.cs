using System.Text.Json;
using Aspirate.Commands;

namespace Aspirate.Configuration;

/// <summary>The file <c>aspirate.json</c> beside the application host. Options win over it.</summary>
internal sealed record AspirateSettings
{
    private const string FileName = "aspirate.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public string? TemplatePath { get; init; }

    public ContainerSettings? ContainerSettings { get; init; }

    /// <summary>Where the file is, or would be.</summary>
    public static string PathOf(Answers answers)
    {
        var project = Path.GetFullPath(answers.ProjectPath);
        return Path.Combine(File.Exists(project) ? Path.GetDirectoryName(project)! : project, FileName);
    }

    /// <exception cref="AspirateException">The file cannot be read.</exception>
    public static void Apply(Answers answers)
    {
        var path = PathOf(answers);
        if (!File.Exists(path))
        {
            return;
        }

        var settings = Read(path);
        var containers = settings.ContainerSettings ?? new();
        answers.TemplatePath ??= settings.TemplatePath is null ? null : Path.GetFullPath(settings.TemplatePath, Path.GetDirectoryName(path)!);
        answers.ContainerRegistry ??= containers.Registry;
        answers.ContainerRepositoryPrefix ??= containers.RepositoryPrefix;
        answers.ContainerImageTags ??= containers.Tags is { Length: > 0 } tags ? tags : null;
        answers.ContainerBuildArgs ??= containers.BuildArgs is { Length: > 0 } args ? args : null;
        answers.ContainerBuildContext ??= containers.Context;
        Terminal.Done($"Took over the settings from {path}");
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));

    private static AspirateSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AspirateSettings>(File.ReadAllText(path), Json) ?? new();
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new AspirateException($"{path} cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }
    }
}
