namespace Digits.Aspirate.Tests;

/// <summary>A test that needs the real kubectl, which renders without a cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (Path is null)
        {
            Skip = "kubectl is not on the PATH.";
        }
    }

    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, "kubectl"))
        .FirstOrDefault(File.Exists);
}
