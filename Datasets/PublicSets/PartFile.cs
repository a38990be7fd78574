using System.Net.Http.Headers;

namespace Digits.Datasets.PublicSets;

/// <summary>
/// A file that has not wholly arrived yet, beside its final name. What has come stays when the fetching breaks off, and with it where it
/// came from and how that server would tell whether its file has changed since.
/// </summary>
internal sealed class PartFile(string target)
{
    private readonly string _origin = target + ".origin";

    public string Path { get; } = target + ".part";

    /// <summary>Bytes that have come so far.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } info ? info.Length : 0;

    /// <summary>Opens the file for adding to its end.</summary>
    public FileStream Append() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Throws away what has come, and remembers where what comes now is from.</summary>
    public void Begin(Uri address, HttpResponseMessage response)
    {
        Delete();
        File.WriteAllLines(_origin, [address.AbsoluteUri, Validator(response)]);
    }

    /// <summary>What a server can compare its file with; null when nothing is known, or when the part is from elsewhere.</summary>
    public RangeConditionHeaderValue? Condition(Uri address)
    {
        var lines = File.Exists(_origin) ? File.ReadAllLines(_origin) : [];
        return lines.Length == 2 && lines[0] == address.AbsoluteUri && RangeConditionHeaderValue.TryParse(lines[1], out var condition)
            ? condition
            : null;
    }

    public void Delete()
    {
        File.Delete(Path);
        File.Delete(_origin);
    }

    /// <summary>Gives the file its final name.</summary>
    public void Finish()
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(_origin);
    }

    // A weak tag does not promise the same bytes.
    private static string Validator(HttpResponseMessage response) => response.Headers.ETag switch
    {
        { IsWeak: false } tag => tag.ToString(),
        _ => response.Content.Headers.LastModified is { } date ? new RangeConditionHeaderValue(date).ToString() : "",
    };
}
