using Digits.Learning.Data;
using Digits.Processing.Import;
using Digits.Processing.Storage;
using Digits.Processing.V1;

namespace Digits.Processing.Formats;

/// <summary>Finds out what uploaded files are and opens them as one sequence of labelled pictures.</summary>
internal static class SampleSource
{
    /// <summary>Opens an upload.</summary>
    /// <param name="files">The files, as they arrived.</param>
    /// <param name="folder">Where the source may put files of its own; it must outlive the source.</param>
    /// <param name="settings">What the caller said about the files.</param>
    /// <param name="limits">How much the files may hold.</param>
    /// <exception cref="Grpc.Core.RpcException">The files as a whole cannot be imported.</exception>
    public static ISampleSource Open(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, ImportOptions limits)
    {
        _ = (folder, limits);
        var readers = new List<IdxReader>();
        try
        {
            foreach (var file in files)
            {
                readers.Add(IdxReader.Open(file.Path, file.Name));
            }

            var (train, test) = FilePairing.Pair(readers);
            return new IdxSource(train, test, LabelMap.Of(settings.LabelMap), settings.Transposed);
        }
        catch (IdxFormatException fault)
        {
            readers.ForEach(reader => reader.Dispose());
            throw Errors.IdxFault(fault);
        }
        catch
        {
            readers.ForEach(reader => reader.Dispose());
            throw;
        }
    }
}
