using System.Text.Json.Serialization;

namespace Aspire.Hosting;

/// <summary>One profile of a project's launch settings.</summary>
public sealed class LaunchProfile
{
    /// <summary>What the profile starts; "Project" or absent for the project itself.</summary>
    [JsonPropertyName("commandName")]
    public string? CommandName { get; set; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    [JsonPropertyName("applicationUrl")]
    public string? ApplicationUrl { get; set; }

    /// <summary>Environment variables; what the model sets itself comes first.</summary>
    [JsonPropertyName("environmentVariables")]
    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];

    /// <summary>Arguments for the project; those of the model come instead, if it has any.</summary>
    [JsonPropertyName("commandLineArgs")]
    public string? CommandLineArgs { get; set; }
}
