namespace Digits.Hosting.Tests.Publishing;

/// <summary>A web project named after its class, in a folder beside the application host of a test.</summary>
public abstract class SiblingProject : IProjectMetadata
{
    public static AsyncLocal<string> Root { get; } = new();

    public string ProjectPath => Path.Combine(Root.Value!, $"Kmnist.{GetType().Name}", $"Kmnist.{GetType().Name}.csproj");

    public virtual LaunchSettings LaunchSettings => new()
    {
        Profiles = { ["http"] = new LaunchProfile { CommandName = "Project", ApplicationUrl = "http://localhost:5123" } },
    };
}
