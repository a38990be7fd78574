using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Training.Runs;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Models;

/// <summary>Receives an uploaded model and registers it.</summary>
internal sealed class ModelImporter(ModelRegistry models)
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 256 << 20;

    private const string NoRun = "";

    /// <exception cref="RpcException">The upload is no model, or too large.</exception>
    public async Task<ModelVersion> ImportAsync(IAsyncStreamReader<ImportModelRequest> pieces, CancellationToken cancellationToken)
    {
        var settings = new ImportModelSettings();
        using var file = new MemoryStream();
        var files = 0;
        await foreach (var piece in pieces.ReadAllAsync(cancellationToken))
        {
            if (piece.PartCase == ImportModelRequest.PartOneofCase.Settings)
            {
                settings.MergeFrom(piece.Settings);
                continue;
            }

            files += piece.Files?.FileName.Length > 0 ? 1 : 0;
            if (files != 1)
            {
                throw Errors.InvalidModelUpload("must be one file, named on its first piece.");
            }

            if (file.Length + piece.Files!.Data.Length > MaxBytes)
            {
                throw Errors.InvalidModelUpload($"must have at most {MaxBytes >> 20} MiB.");
            }

            piece.Files.Data.WriteTo(file);
        }

        var (header, model) = Read(file.ToArray());
        var name = settings.Model.Length > 0 ? settings.Model : header.Model;
        if (!RunPlanner.ModelName.IsMatch(name))
        {
            throw Errors.InvalidModelName();
        }

        return await models.RegisterAsync(header with { Model = name }, model, NoRun, (_, _) => Task.CompletedTask, cancellationToken);
    }

    private static (ModelHeader Header, Committee Model) Read(byte[] file)
    {
        try
        {
            var (header, model) = AnyModelFile.Read(file);
            return header.Preprocessing == ModelHeader.MnistPreprocessing
                ? (header, model)
                : throw Errors.ModelUnreadable($"Its images went through a preprocessing that is not known here; known is \"{ModelHeader.MnistPreprocessing}\".");
        }
        catch (ModelFormatException exception)
        {
            throw Errors.ModelUnreadable(exception.Message);
        }
    }
}
