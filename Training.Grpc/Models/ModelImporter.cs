using System.Runtime.InteropServices;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Training.Runs;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Models;

/// <summary>
/// Receives an uploaded model and registers it. The upload goes to a file, its first bytes are checked as they come, and one model at a
/// time is read into memory.
/// </summary>
internal sealed class ModelImporter(ModelRegistry models, ModelFolder folder, ModelLimits limits, TimeProvider time)
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 256 << 20;

    private const string NoRun = "";

    /// <summary>An upload that brings no bytes for longer gives its place to another.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <exception cref="RpcException">The upload is no model, too large or too slow, or there are too many at once.</exception>
    public async Task<ModelVersion> ImportAsync(IAsyncStreamReader<ImportModelRequest> pieces, CancellationToken cancellationToken)
    {
        using var place = await limits.Uploads.EnterAsync(cancellationToken);
        await using var file = folder.CreateTemporaryFile();
        var name = await ReceiveAsync(pieces, file, cancellationToken);

        using var memory = await limits.Loading.EnterAsync(cancellationToken);
        var (header, model) = Read(file);
        name = name.Length > 0 ? name : header.Model;
        CheckName(name);
        return await models.RegisterAsync(header with { Model = name }, model, NoRun, (_, _) => Task.CompletedTask, cancellationToken);
    }

    /// <returns>The name that the caller wants for the model; empty for the file's own.</returns>
    private async Task<string> ReceiveAsync(
        IAsyncStreamReader<ImportModelRequest> pieces, FileStream file, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var start = new List<byte>(AnyModelFile.StartLength);
        var (name, hasFile) = ("", false);
        try
        {
            while (await pieces.MoveNext(stop.Token))
            {
                var piece = pieces.Current;
                switch (piece.PartCase)
                {
                    case ImportModelRequest.PartOneofCase.Settings when piece.Settings.Model.Length > 0:
                        // The last name counts, as with fields of a form that come twice.
                        name = piece.Settings.Model;
                        CheckName(name);
                        break;
                    case ImportModelRequest.PartOneofCase.Settings:
                        break;
                    case ImportModelRequest.PartOneofCase.Files when piece.Files.FileName.Length > 0 == hasFile:
                        throw Errors.InvalidModelUpload("must be one file, named on its first piece.");
                    case ImportModelRequest.PartOneofCase.Files:
                        hasFile = true;
                        await AddAsync(piece.Files.Data.Memory, file, start, stop.Token);
                        if (piece.Files.Data.Length > 0)
                        {
                            silence.CancelAfter(LongestSilence);
                        }

                        break;
                    default:
                        throw Errors.InvalidModelUpload("has a piece that is neither settings nor a part of the file.");
                }
            }
        }
        catch (Exception exception) when (
            silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested && exception is OperationCanceledException)
        {
            throw Errors.UploadTooSlow(LongestSilence);
        }

        return hasFile ? name : throw Errors.InvalidModelUpload("must be one file, named on its first piece.");
    }

    private static async Task AddAsync(ReadOnlyMemory<byte> data, FileStream file, List<byte> start, CancellationToken cancellationToken)
    {
        if (file.Length + data.Length > MaxBytes)
        {
            throw Errors.InvalidModelUpload($"must have at most {MaxBytes >> 20} MiB.");
        }

        if (start.Count < AnyModelFile.StartLength)
        {
            start.AddRange(data.Span[..Math.Min(data.Length, AnyModelFile.StartLength - start.Count)]);
            if (start.Count == AnyModelFile.StartLength)
            {
                Readable(() => AnyModelFile.CheckStart(CollectionsMarshal.AsSpan(start)));
            }
        }

        await file.WriteAsync(data, cancellationToken);
    }

    private static (ModelHeader Header, Committee Model) Read(FileStream file)
    {
        var (header, model) = Readable(() => AnyModelFile.Read(file));
        return header.Preprocessing == ModelHeader.MnistPreprocessing
            ? (header, model)
            : throw Errors.ModelUnreadable($"Its images went through a preprocessing that is not known here; known is \"{ModelHeader.MnistPreprocessing}\".");
    }

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFormatException exception)
        {
            throw Errors.ModelUnreadable(exception.Message);
        }
    }

    private static void CheckName(string name)
    {
        if (!RunPlanner.ModelName.IsMatch(name))
        {
            throw Errors.InvalidModelName();
        }
    }
}
