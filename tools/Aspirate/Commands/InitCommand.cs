using Aspirate.Configuration;
using Aspirate.Output;

namespace Aspirate.Commands;

/// <summary>Writes <c>aspirate.json</c>, and the templates if they are to be changed.</summary>
internal static class InitCommand
{
    public static Task RunAsync(Answers answers)
    {
        var path = AspirateSettings.PathOf(answers);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new AspirateException($"There is no folder {Path.GetDirectoryName(path)}: name the application host by --project-path.");
        }

        if (File.Exists(path) && answers.CanAsk && !Terminal.Confirm($"{path} is there already. Write it anew?"))
        {
            return Task.CompletedTask;
        }

        answers.ContainerRegistry ??= Answer(answers, "Container registry:", "--container-registry");
        answers.ContainerImageTags ??= [Answer(answers, "Tag of the images:", "--container-image-tag")];
        if (answers.TemplatePath is { } folder)
        {
            Templates.CopyTo(Path.GetFullPath(folder));
        }

        new AspirateSettings
        {
            TemplatePath = answers.TemplatePath is null ? null : Path.GetFullPath(answers.TemplatePath),
            ContainerSettings = new()
            {
                Registry = answers.ContainerRegistry,
                RepositoryPrefix = answers.ContainerRepositoryPrefix,
                Tags = answers.ContainerImageTags,
                Builder = answers.ContainerBuilder,
                BuildArgs = answers.ContainerBuildArgs ?? [],
                Context = answers.ContainerBuildContext,
            },
        }.Save(path);
        Terminal.Done($"Wrote {path}");
        return Task.CompletedTask;
    }

    private static string Answer(Answers answers, string question, string option) => answers.CanAsk
        ? Terminal.Ask(question)
        : throw new AspirateException($"Nobody can be asked: {option} is needed.");
}
