using Digits.Learning.Persistence;
using Digits.Training.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Digits.Inference.Models;

/// <summary>
/// Copies of the served model files and of the registry's last state, on the local disk. Nothing depends on it: a copy that is missing or
/// damaged is fetched from Training, and a disk that cannot be written to means that there are no copies.
/// </summary>
internal sealed class ModelCache
{
    private const string RegistryFile = "registry";
    private const string ModelSuffix = ".model";
    private const string RootKey = "DIGITS_DATA";
    private const string DefaultFolder = "served-models";

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string _folder;
    private readonly long _limit;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelCache> _logger;
    private bool _isBroken;

    public ModelCache(IOptions<ServingOptions> options, IConfiguration configuration, TimeProvider time, ILogger<ModelCache> logger)
    {
        var root = configuration[RootKey] is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Digits");
        _folder = Path.GetFullPath(options.Value.CacheFolder is { Length: > 0 } folder ? folder : Path.Combine(root, DefaultFolder));
        _limit = (long)options.Value.CacheMegabytes * 1_000_000;
        _time = time;
        _logger = logger;
    }

    /// <summary>The registry as it was when <see cref="Keep"/> was last called; null when nothing usable is there.</summary>
    public WatchModelsResponse? ReadRegistry() => Read(RegistryFile) is { } bytes ? Parse(bytes) : null;

    /// <summary>The file of a version, whose hash the caller must check; null when there is none.</summary>
    public byte[]? ReadModel(ModelVersion version) => IsHash(version.Sha256) ? Read(version.Sha256 + ModelSuffix) : null;

    /// <summary>Keeps a version's file, if there is room.</summary>
    public void AddModel(ModelVersion version, byte[] file)
    {
        if (IsHash(version.Sha256) && file.Length <= _limit)
        {
            Write(version.Sha256 + ModelSuffix, file);
        }
    }

    /// <summary>
    /// Keeps the state of the registry and the files of the served versions; deletes the files of all others, and of the oldest versions
    /// beyond the limit.
    /// </summary>
    public void Keep(WatchModelsResponse registry, IReadOnlyCollection<LoadedModel> served)
    {
        if (_limit == 0)
        {
            return;
        }

        Write(RegistryFile, registry.ToByteArray());
        try
        {
            var left = _limit;
            var wanted = served.OrderByDescending(model => model.LoadTime).Select(model => model.Sha256 + ModelSuffix).Distinct().ToList();
            var files = new DirectoryInfo(_folder).EnumerateFiles("*" + ModelSuffix).OrderBy(file => (uint)wanted.IndexOf(file.Name)).ToList();
            foreach (var file in files)
            {
                left -= file.Length;
                if (left < 0 || !wanted.Contains(file.Name))
                {
                    file.Delete();
                }
            }

            // What a process left behind that ended while it wrote.
            var old = _time.GetUtcNow().UtcDateTime - Abandoned;
            foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*.tmp").Where(file => file.LastWriteTimeUtc < old))
            {
                file.Delete();
            }

            Log.CopiesKept(_logger, wanted.Count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(exception);
        }
    }

    // Names come from the registry; nothing but a hash may become a file's name.
    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static WatchModelsResponse? Parse(byte[] bytes)
    {
        try
        {
            return WatchModelsResponse.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private byte[]? Read(string name)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            return _limit > 0 && File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(exception);
            return null;
        }
    }

    private void Write(string name, byte[] content)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            AtomicFile.Write(Path.Combine(_folder, name), stream => stream.Write(content));
            _isBroken = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(exception);
        }
    }

    // Once is enough: what cannot be written now cannot be written for every version either.
    private void Tell(Exception exception)
    {
        if (!_isBroken)
        {
            _isBroken = true;
            Log.CacheUnusable(_logger, _folder, exception.Message);
        }
    }
}
