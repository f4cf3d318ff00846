// Our questionnaire in Medplum's form: window.show draws it, window.answered gives what it sends when sent.
import "@mantine/core/styles.css";
import "@medplum/react/styles.css";
import { MantineProvider } from "@mantine/core";
import { MedplumClient } from "@medplum/core";
import { MedplumProvider, QuestionnaireForm } from "@medplum/react";
import { drawn } from "./drawn.jsx";

const nobody = () => Promise.reject(new Error("no server is asked"));
const medplum = new MedplumClient({ baseUrl: "http://nobody.test/", fetch: nobody });

window.show = (questionnaire) => {
  window.answered = () => null;
  drawn(
    <MedplumProvider medplum={medplum}>
      <MantineProvider>
        <QuestionnaireForm
          questionnaire={questionnaire}
          onSubmit={(response) => {
            window.answered = () => response;
          }}
        />
      </MantineProvider>
    </MedplumProvider>,
  );
};
