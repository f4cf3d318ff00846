// Our questionnaire in refero, the form of Helsenorge: window.show draws it, window.answered gives what it sends when sent.
import { Refero, store } from "@helsenorge/refero";
import { Provider } from "react-redux";
import { drawn } from "./drawn.jsx";

const words = { formSend: "Send", formSave: "Save", formCancel: "Cancel", validationSummaryHeader: "Not yet answered" };

window.show = (questionnaire) => {
  window.answered = () => null;
  const keep = (response) => {
    window.answered = () => response;
  };
  drawn(
    <Provider store={store()}>
      <Refero
        questionnaire={questionnaire}
        resources={words}
        authorized
        loginButton={<span />}
        onSubmit={keep}
        onSave={keep}
        onCancel={() => {}}
      />
    </Provider>,
  );
};
