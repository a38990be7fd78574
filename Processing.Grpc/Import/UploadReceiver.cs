using System.Globalization;
using Digits.Datasets.Formats;
using Digits.Datasets.Import;
using Digits.Datasets.Storage;
using Digits.Processing.Limits;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using Digits.Upload.V1;
using Grpc.Core;

namespace Digits.Processing.Import;

/// <summary>Receives the pieces of an upload: gathers the settings and writes the files to disk as they arrive.</summary>
internal sealed class UploadReceiver(WorkFolder folder, ImportOptions limits, Patience patience) : IAsyncDisposable
{
    private const int MaxChunkBytes = 1 << 20;
    private const int MaxNameLength = 100;

    // The names of 65,536 labels in every script fit.
    private const int MaxSettingsBytes = 8 << 20;

    private readonly List<UploadedFile> _files = [];
    private FileStream? _current;
    private long _bytes;
    private long _settingsBytes;

    public V1.ImportSettings Settings { get; } = new();

    public IReadOnlyList<UploadedFile> Files => _files;

    /// <summary>Receives everything, up to the end of the stream.</summary>
    public async Task ReceiveAsync(IAsyncStreamReader<ImportDatasetRequest> pieces, CancellationToken cancellationToken)
    {
        while (await patience.MoveNextAsync(pieces, cancellationToken))
        {
            var piece = pieces.Current;
            switch (piece.PartCase)
            {
                case ImportDatasetRequest.PartOneofCase.Settings:
                    Merge(piece.Settings);
                    break;
                case ImportDatasetRequest.PartOneofCase.Files:
                    await AppendAsync(piece.Files, cancellationToken);
                    break;
                default:
                    throw RequestErrors.PieceEmpty();
            }
        }

        await DisposeAsync();
        ImportSettingsCheck.CheckName(ImportMapping.ToDomain(Settings));

        if (_files.Count == 0)
        {
            throw RequestErrors.FilesMissing();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_current is not null)
        {
            await _current.DisposeAsync();
            _current = null;
        }
    }

    private void Merge(V1.ImportSettings settings)
    {
        // They are merged, so any number of pieces could make them as large as memory.
        _settingsBytes += settings.CalculateSize();
        if (_settingsBytes > MaxSettingsBytes)
        {
            throw RequestErrors.SettingsTooLarge(MaxSettingsBytes);
        }

        ImportSettingsCheck.Check(ImportMapping.ToDomain(settings));
        Settings.MergeFrom(settings);
    }

    private async Task AppendAsync(FileChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.FileName.Length > 0)
        {
            await BeginAsync(Printable(chunk.FileName));
        }

        if (_current is null)
        {
            throw RequestErrors.FileNameMissing();
        }

        if (chunk.Data.Length > MaxChunkBytes)
        {
            throw RequestErrors.ChunkTooLarge(chunk.Data.Length, MaxChunkBytes);
        }

        _bytes += chunk.Data.Length;
        if (_bytes > limits.MaxUploadBytes)
        {
            throw RequestErrors.UploadTooLarge(limits.MaxUploadBytes);
        }

        await _current.WriteAsync(chunk.Data.Memory, cancellationToken);
    }

    private async Task BeginAsync(string name)
    {
        await DisposeAsync();
        if (name.Length == 0)
        {
            throw RequestErrors.FileNameMissing();
        }

        if (_files.Exists(file => file.Name == name))
        {
            throw RequestErrors.FileSentTwice(name);
        }

        if (_files.Count == limits.MaxFiles)
        {
            throw RequestErrors.TooManyFiles(limits.MaxFiles);
        }

        // The sender's name never becomes part of a path.
        var path = Path.Combine(folder.Path, _files.Count.ToString("D4", CultureInfo.InvariantCulture));
        _current = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _files.Add(new UploadedFile(name, path));
    }

    private static string Printable(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(last.Where(character => !char.IsControl(character)).Take(MaxNameLength)).Trim();
        return clean.Length > 0 && char.IsHighSurrogate(clean[^1]) ? clean[..^1] : clean;
    }
}
