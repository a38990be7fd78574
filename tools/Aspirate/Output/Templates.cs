namespace Aspirate.Output;

/// <summary>The templates: the tool's own, or those of a folder.</summary>
internal sealed class Templates(string? folder)
{
    private const string Extension = ".hbs";

    private static readonly string[] Names = ["deployment", "statefulset", "service", "kustomization", "namespace", "dashboard"];

    /// <summary>Copies the tool's own templates into a folder, to be changed there.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Names)
        {
            File.WriteAllText(Path.Combine(folder, name + Extension), Own(name));
        }
    }

    /// <exception cref="AspirateException">The template is missing or wrong.</exception>
    public string Render(string name, IReadOnlyDictionary<string, object?> data) => Template.Parse(name, Read(name)).Render(data);

    private static string Own(string name)
    {
        using var stream = typeof(Templates).Assembly.GetManifestResourceStream(name + Extension)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private string Read(string name)
    {
        if (folder is null)
        {
            return Own(name);
        }

        var path = Path.Combine(Path.GetFullPath(folder), name + Extension);
        return File.Exists(path) ? File.ReadAllText(path) : throw new AspirateException($"There is no template {path}.");
    }
}
