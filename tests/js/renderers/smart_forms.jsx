// Our questionnaire in Smart Forms of CSIRO: window.show draws it, window.answered gives the response as it stands.
import { BaseRenderer, RendererThemeProvider, buildForm, getResponse } from "@aehrc/smart-forms-renderer";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { drawn } from "./drawn.jsx";

window.show = async (questionnaire) => {
  await buildForm({ questionnaire });
  drawn(
    <RendererThemeProvider>
      <QueryClientProvider client={new QueryClient()}>
        <BaseRenderer />
      </QueryClientProvider>
    </RendererThemeProvider>,
  );
};
window.answered = getResponse;
